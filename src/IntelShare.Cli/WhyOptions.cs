using System.CommandLine;
using IntelShare.Client;

namespace IntelShare.Cli;

/// <summary>Why a command asks for information.</summary>
internal sealed class WhyOptions
{
    private readonly Option<string> purpose = new("--purpose") { Description = "Why; goes on record.", DefaultValueFactory = _ => "cross-checking" };
    private readonly Option<string?> reference = new("--case") { Description = "The own case reference; goes on record. Mandatory where personal data may come." };
    private readonly Option<string?> justification = new("--justification") { Description = "Why protected persons are asked for; goes on record." };

    public void AddTo(Command command)
    {
        command.Add(purpose);
        command.Add(reference);
        command.Add(justification);
    }

    public Why Of(ParseResult parsed) => new(parsed.GetRequiredValue(purpose), parsed.GetValue(reference), parsed.GetValue(justification));
}
