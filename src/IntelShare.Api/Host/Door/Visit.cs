using System.Text;
using IntelShare.Access;
using IntelShare.Indicators;
using IntelShare.Members;

namespace IntelShare.Api.Host.Door;

/// <summary>One request at the counter: who stands there, under which registry, for what. Filled by <see cref="Counter"/> before a handler runs.</summary>
internal sealed class Visit(TimeProvider clock)
{
    private Caller? caller;
    private Registry? registry;

    public Caller Caller => caller ?? throw new InvalidOperationException("Nobody was admitted to this visit.");

    public Member Member => Caller.Member;

    /// <summary>The registry decided with; the audit entry stands only while it does.</summary>
    public Registry Registry => registry ?? throw new InvalidOperationException("Nobody was admitted to this visit.");

    public Act Act { get; set; } = new("", [], StatesPurpose: false);

    public Purpose? Purpose { get; set; }

    /// <summary>The member's own case reference.</summary>
    public string? Case { get; set; }

    /// <summary>True once a write has put this visit on record in its own transaction.</summary>
    public bool IsEntered { get; set; }

    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>The reader of a route that states its purpose.</summary>
    public Reader Reader() => Access.Reader.Of(Caller, Purpose ?? throw new InvalidOperationException("This route reads content without stating a purpose."), Registry, Now);

    public void Admit(Caller admitted, Registry under)
    {
        (caller, registry) = (admitted, under);
        IsEntered = false;
    }

    /// <summary>Reads <c>Intel-Case</c>: percent-encoded UTF-8, at most 128 code points. False when it cannot be read.</summary>
    public static bool TryReadCase(string? header, out string? reference)
    {
        reference = null;
        if (string.IsNullOrEmpty(header))
        {
            return true;
        }

        var decoded = Uri.UnescapeDataString(header);
        if (header.Any(c => !char.IsAscii(c)) || !Text.IsClean(decoded) || decoded.Contains('\uFFFD', StringComparison.Ordinal)
            || Text.Length(decoded) > 128 || string.IsNullOrWhiteSpace(decoded))
        {
            return false;
        }

        reference = decoded.Normalize(NormalizationForm.FormC);
        return true;
    }
}
