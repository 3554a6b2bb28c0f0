namespace IntelShare.Api.Host;

/// <summary>
/// What may be logged whatever an operator sets: the hub's own lines, written without values, and warnings of the
/// framework. Anything finer of the libraries names paths, claims or statements, and in them officers and values.
/// </summary>
internal static class Silence
{
    private const string Own = "IntelShare";
    private const string Life = "Microsoft.Hosting.Lifetime";

    /// <summary>Of these not even warnings: they quote failed commands as they were sent. The hosting's would begin an activity for each request.</summary>
    private static readonly string[] Mute = ["Marten", "Npgsql", "JasperFx", "Weasel", "Microsoft.AspNetCore.Diagnostics", "Microsoft.AspNetCore.Hosting.Diagnostics"];

    public static void AddSilence(this IServiceCollection services) => services.PostConfigure<LoggerFilterOptions>(options =>
    {
        // A rule for one provider would go before all of these.
        var said = options.Rules.Where(rule => rule.ProviderName is null && (rule.CategoryName is null || Speaks(rule.CategoryName))).ToList();
        options.Rules.Clear();
        foreach (var rule in said)
        {
            options.Rules.Add(rule.CategoryName is null ? new(null, null, rule.LogLevel, (_, category, level) => level >= LogLevel.Warning || Speaks(category)) : rule);
        }

        if (said.All(rule => rule.CategoryName is not null))
        {
            options.Rules.Add(new(null, null, options.MinLevel, (_, category, level) => level >= LogLevel.Warning || Speaks(category)));
        }

        foreach (var library in Mute)
        {
            options.Rules.Add(new(null, library, LogLevel.None, null));
        }
    });

    private static bool Speaks(string? category) => category is not null && (category.StartsWith(Own, StringComparison.Ordinal) || category.StartsWith(Life, StringComparison.Ordinal));
}
