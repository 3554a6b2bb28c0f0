using IntelShare.Access;
using IntelShare.Api.Host;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using IntelShare.Indicators;
using IntelShare.Members;
using IntelShare.Stix;

namespace IntelShare.Api.Indicators;

/// <summary>A record that the law gives a reader in full, its secrets open.</summary>
internal sealed record Seen(Indicator Open, Ruling Ruling, object View, Told Told);

/// <summary>The one way from a stored record to a view: the law decides, and only then is a secret opened.</summary>
internal sealed class Sight(Vault vault, Measures measures)
{
    /// <summary>The view of a reader with Full (the owner's own for the owner, what was disclosed where it rests on a grant) and the line for the trail; null for everybody else.</summary>
    public (object View, Told Told)? Full(Reader reader, Stored stored) => See(reader, stored) is { } seen ? (seen.View, seen.Told) : null;

    /// <summary>The same with what the view was made of.</summary>
    public Seen? See(Reader reader, Stored stored)
    {
        if (Open(reader, stored) is not var (open, ruling))
        {
            return null;
        }

        object? view = reader.Member == open.Owner ? OwnerView.Of(open) : ruling.Grant is { } grant ? DisclosedView.Of(open, ruling, grant) : FullView.Of(open, ruling);
        return view is null ? null : new(open, ruling, view, new(open.Owner, open.Id, Level.Full));
    }

    /// <summary>The same for what is made of it in another form, which others' records alone are.</summary>
    /// <param name="reader">Who asks.</param>
    /// <param name="stored">The record.</param>
    /// <param name="toldAt">When the reader was last told of it.</param>
    public (SharedRecord Record, Told Told)? Shared(Reader reader, Stored stored, DateTimeOffset toldAt) =>
        reader.Member != stored.Record.Owner && Open(reader, stored) is var (open, ruling) && SharedRecord.Of(open, ruling, toldAt) is { } shared ? (shared, new(open.Owner, open.Id, Level.Full)) : null;

    /// <summary>Whether it would be, without a look into the record: the line for the trail; null where not.</summary>
    public Told? Shares(Reader reader, Stored stored)
    {
        var (ruling, record) = (AccessPolicy.Decide(reader, stored.Record), stored.Record);
        measures.Decided(ruling);
        return ruling.Level == Level.Full && reader.Member != record.Owner ? new(record.Owner, record.Id, Level.Full) : null;
    }

    private (Indicator Open, Ruling Ruling)? Open(Reader reader, Stored stored)
    {
        var ruling = AccessPolicy.Decide(reader, stored.Record);
        measures.Decided(ruling);
        if (ruling.Level != Level.Full)
        {
            return null;
        }

        var open = vault.Open(stored.Record, stored.WrappedKey);
        return (open, ruling.Grant is { } grant ? ruling with { Grant = grant with { Conditions = vault.Open(open.Id, grant.Conditions, stored.WrappedKey) } } : ruling);
    }

    /// <summary>
    /// What a reader with Hit is told of an owner under a match key. One per owner, however many records match; the same for
    /// the same question all day, and nobody else can use it.
    /// </summary>
    public HitView Hit(Reader reader, string owner, byte[] key, Registry registry) =>
        new(new HitReference(owner, key, DateOnly.FromDateTime(reader.Moment.UtcDateTime)).Seal(vault, reader.Member), registry.Members[owner].Desk);

    /// <summary>The ground for which a restricted record is kept; null where none is named.</summary>
    public static bool TryReadGround(string? given, out RestrictionGround? ground)
    {
        var read = Codes.TryRead<RestrictionGround>(given ?? "", out var named);
        ground = read ? named : null;
        return given is null || read;
    }

    /// <summary>What its owner gets of a record that it cannot read now: it knows that there is, or was, one.</summary>
    public static Answer Closed(Indicator own) =>
        own.Status == IndicatorStatus.Erased ? Problems.Of("erased") : own.Restriction is not null ? Problems.Of("restricted") : Problems.NotFound();
}
