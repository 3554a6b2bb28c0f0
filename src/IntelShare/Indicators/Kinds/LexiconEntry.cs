namespace IntelShare.Indicators.Kinds;

public sealed record LexiconEntry(string? Value) : IndicatorContent, IKind
{
    public static bool Personal => false;

    public static IReadOnlyList<string>? LookUp(string value, string? platform) => [value];

    public override IEnumerable<Refusal> Check() => Text.Required(Value, "/value", 64);

    public override IEnumerable<string> MatchValues() => [Value!];
}
