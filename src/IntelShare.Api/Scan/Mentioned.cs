using IntelShare.Access;
using IntelShare.Api.Host;
using IntelShare.Api.Host.Store;
using IntelShare.Scan;

namespace IntelShare.Api.Scan;

/// <summary>The accounts that texts name and that a reader may be told of, looked up by their match keys, all at once. Gone with the request.</summary>
internal sealed class Mentioned
{
    private const string Kind = "account-handle";

    /// <summary>Over all texts: each spelling is asked for on every platform.</summary>
    private const int MostSpellings = 2000;
    private const int MostPlaces = 100_000;

    private readonly List<(List<Mention> Places, bool Whole)> texts = [];
    private ILookup<string, Guid> told = Enumerable.Empty<Guid>().ToLookup(_ => "");

    /// <summary>Reads the texts; what is looked up depends on them alone.</summary>
    public static async Task<Mentioned> ReadAsync(byte[][] texts, Reader reader, Records records, Vault vault, CancellationToken ct)
    {
        var (read, mentions) = (new Mentioned(), new Mentions(MostSpellings, MostPlaces));
        foreach (var text in texts)
        {
            var places = new List<Mention>();
            read.texts.Add((places, mentions.Read(text, places)));
        }

        var names = read.texts.SelectMany(text => text.Places).SelectMany(place => place.Names).Distinct(StringComparer.Ordinal).ToDictionary(name => Convert.ToHexString(vault.MatchKey(Kind, name)), StringComparer.Ordinal);
        if (names.Count > 0)
        {
            read.told = (await records.MatchingAsync([.. names.Keys.Select(Convert.FromHexString)], ct))
                .Where(match => Seen.By(reader, match.Stored.Record))
                .ToLookup(match => names[Convert.ToHexString(match.Key)], match => match.Stored.Record.Id, StringComparer.Ordinal);
        }

        return read;
    }

    /// <summary>Tells the places of one text with all records that are told there; false where not every place is.</summary>
    public bool Tell(int text, List<Found> into, int most)
    {
        var (places, whole) = texts[text];
        var end = into.Count + most;
        foreach (var place in places)
        {
            if (into.Count >= end)
            {
                return false;
            }

            into.AddRange(place.Names.SelectMany(name => told[name]).Select(record => new Found(text, place.Start, place.End, place.StartUtf16, place.EndUtf16, Via.Term, record)));
        }

        return whole;
    }
}
