using System.Text;
using FluentValidation;
using FluentValidation.Results;

namespace IntelShare.Api.Host.Door;

/// <summary>How a FluentValidation shape answers at the door: as refusals with JSON pointers, like the law's own.</summary>
internal static class Shapes
{
    /// <summary>Null when the command has the right shape, or no shape is declared.</summary>
    public static Answer? Refuse<T>(IValidator<T>? shape, T command) => Refusals(shape, command) is { Count: > 0 } refusals ? Problems.Refused(refusals) : null;

    /// <summary>What is wrong with the command's shape.</summary>
    public static IReadOnlyList<Refusal> Refusals<T>(IValidator<T>? shape, T command) =>
        [.. shape?.Validate(command).Errors.Select(error => new Refusal(error.ErrorCode, Pointer(error.PropertyName), error.ErrorMessage)) ?? []];

    /// <summary>A rule that the law already knows how to refuse.</summary>
    public static IRuleBuilderOptionsConditions<T, string?> Refusing<T>(this IRuleBuilder<T, string?> rule, Func<string?, IEnumerable<Refusal>> law) =>
        rule.Custom((value, context) =>
        {
            foreach (var refusal in law(value))
            {
                context.AddFailure(new ValidationFailure(context.PropertyPath, refusal.Reason) { ErrorCode = refusal.Code });
            }
        });

    /// <summary>From <c>Queries[0].Value</c> to <c>/queries/0/value</c>.</summary>
    private static string Pointer(string property)
    {
        var pointer = new StringBuilder();
        foreach (var segment in property.Split('.', '['))
        {
            var name = segment.TrimEnd(']');
            pointer.Append('/').Append(char.ToLowerInvariant(name[0])).Append(name, 1, name.Length - 1);
        }

        return pointer.ToString();
    }
}
