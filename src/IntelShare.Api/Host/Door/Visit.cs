using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Unicode;
using IntelShare.Access;
using IntelShare.Members;
using Microsoft.Extensions.Primitives;

namespace IntelShare.Api.Host.Door;

/// <summary>One request at the counter: who stands there, under which registry, for what. Filled by <see cref="Counter"/> before a handler runs.</summary>
internal sealed class Visit
{
    private Caller? caller;
    private Registry? registry;

    public Caller Caller => caller ?? throw new InvalidOperationException("Nobody was admitted to this visit.");

    public Member Member => Caller.Member;

    /// <summary>The registry decided with; the audit entry stands only while it does.</summary>
    public Registry Registry => registry ?? throw new InvalidOperationException("Nobody was admitted to this visit.");

    /// <summary>Ids of the members for whose records the caller's agency speaks: its own and those that it succeeded; none once it was succeeded itself.</summary>
    public string[] Estate => Registry.EstateOf(Member.Id, Now);

    public Act Act { get; set; } = new("", [], StatesPurpose: false);

    public Purpose? Purpose { get; set; }

    /// <summary>The member's own case reference.</summary>
    public string? Case { get; set; }

    /// <summary>Why protected persons are asked for; without it they stay out of every answer.</summary>
    public string? Justification { get; set; }

    /// <summary>How many distinct values this visit asks for, and how many had an outcome: for the trail.</summary>
    public int Asked { get; set; }

    public int Found { get; set; }

    /// <summary>References of the hits that its answer tells.</summary>
    public IReadOnlyCollection<string> Hits { get; set; } = [];

    /// <summary>True once a write has put this visit on record in its own transaction.</summary>
    public bool IsEntered { get; set; }

    /// <summary>What the caller's agency calls the entry of this visit: the answer names it.</summary>
    public string? Receipt { get; set; }

    /// <summary>The moment decided with: one for the whole visit, like the registry.</summary>
    public DateTimeOffset Now { get; private set; }

    /// <summary>When it was first admitted, however often it was decided again.</summary>
    public DateTimeOffset Began { get; private set; }

    /// <summary>The reader of a route that states its purpose.</summary>
    public Reader Reader() => Reader(Now);

    /// <summary>The same reader at another moment, by what the registry says of that moment.</summary>
    public Reader Reader(DateTimeOffset at) => Access.Reader.Of(Caller, Purpose ?? throw new InvalidOperationException("This route reads content without stating a purpose."), Justification is not null, Registry, at);

    /// <summary>The task forces that the caller's agency takes part in, whatever it asks for.</summary>
    public ImmutableArray<Seat> Seats => Access.Reader.Of(Caller, default, justified: false, Registry, Now).Seats;

    public void Admit(Caller admitted, Registry under, DateTimeOffset at)
    {
        (caller, registry) = (admitted, under);
        Now = at;
        Began = Began == default ? at : Began;
        (IsEntered, Hits) = (false, []);
    }

    /// <summary>Reads <c>Intel-Case</c> or <c>Intel-Justification</c>: once, percent-encoded UTF-8, at most <paramref name="most"/> code points. False when it cannot be read.</summary>
    public static bool TryReadWords(StringValues header, int most, out string? words)
    {
        words = null;
        if (StringValues.IsNullOrEmpty(header))
        {
            return true;
        }

        if (header.Count > 1 || Decode(header.ToString()) is not { } decoded || !Text.IsClean(decoded) || Text.Length(decoded) > most || Text.IsBlank(decoded))
        {
            return false;
        }

        words = decoded.Normalize(NormalizationForm.FormC);
        return true;
    }

    /// <summary>Strictly, unlike <see cref="Uri.UnescapeDataString(string)"/>, which passes over what it cannot decode: one case would have two spellings on record.</summary>
    public static string? Decode(string header)
    {
        var bytes = new byte[header.Length];
        var length = 0;
        for (var i = 0; i < header.Length; i++)
        {
            var escaped = header[i] == '%';
            if (!char.IsAscii(header[i]) || (escaped && (i + 2 >= header.Length || !char.IsAsciiHexDigit(header[i + 1]) || !char.IsAsciiHexDigit(header[i + 2]))))
            {
                return null;
            }

            bytes[length++] = escaped ? byte.Parse(header.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) : (byte)header[i];
            i += escaped ? 2 : 0;
        }

        return Utf8.IsValid(bytes.AsSpan(0, length)) ? Encoding.UTF8.GetString(bytes, 0, length) : null;
    }
}
