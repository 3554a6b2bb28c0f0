namespace IntelShare;

/// <summary>A business "no": a stable kebab-case code, where it is (RFC 6901 JSON pointer into the request body) and why.</summary>
/// <param name="Code">Stable, kebab-case; part of the contract.</param>
/// <param name="Pointer">JSON pointer into the request body; empty for the body as a whole.</param>
/// <param name="Reason">One sentence for the partner's engineer. Never repeats a submitted value.</param>
public sealed record Refusal(string Code, string Pointer, string Reason)
{
    /// <summary>The same refusal, seen from the object that holds it: <c>/term</c> under <c>/content</c> becomes <c>/content/term</c>.</summary>
    public Refusal Under(string parent) => this with { Pointer = parent + Pointer };
}

/// <summary>What the law answers to a command: facts to append, or every refusal it found. Never both; neither only where what is asked stands already.</summary>
public sealed record Decision
{
    private Decision(IReadOnlyList<object> facts, IReadOnlyList<Refusal> refusals) => (Facts, Refusals) = (facts, refusals);

    /// <summary>Facts in the order they happened; empty when refused or already so.</summary>
    public IReadOnlyList<object> Facts { get; }

    /// <summary>All reasons; empty when accepted.</summary>
    public IReadOnlyList<Refusal> Refusals { get; }

    /// <summary>True when the command may happen.</summary>
    public bool IsAccepted => Refusals.Count == 0;

    /// <summary>The command happened as these facts.</summary>
    public static Decision Accept(params object[] facts) => new(facts, []);

    /// <summary>What the command asks stands already: it is answered as done, and no fact says it twice.</summary>
    public static Decision AlreadySo { get; } = new([], []);

    /// <summary>The command may not happen.</summary>
    public static Decision Refuse(params IEnumerable<Refusal> refusals) => new([], [.. refusals]);
}
