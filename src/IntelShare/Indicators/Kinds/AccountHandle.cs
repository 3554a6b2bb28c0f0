namespace IntelShare.Indicators.Kinds;

public sealed record AccountHandle(string? Value) : IndicatorContent, IKind
{
    public static bool Personal => true;

    public static IReadOnlyList<string>? LookUp(string value, string? platform) => [value];

    public override IEnumerable<Refusal> Check() => Text.Required(Value, "/value", 64);

    public override IEnumerable<string> MatchValues() => [Value!];
}
