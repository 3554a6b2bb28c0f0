using System.Text.RegularExpressions;
using IntelShare.Stix;

namespace IntelShare.Api.Taxii;

/// <summary>What of a collection is asked for (TAXII 2.1, section 3.4): a cursor carries it, so that it holds for the whole walk.</summary>
/// <param name="After">Objects added strictly later.</param>
/// <param name="Ids">Any of these; null: all.</param>
/// <param name="Types">Any of these; null: all.</param>
/// <param name="Versions">Any of these moments; null: the last, which is the only one kept.</param>
internal sealed record Asked(DateTimeOffset? After, string[]? Ids, string[]? Types, DateTimeOffset[]? Versions)
{
    private const int Most = 100;

    private static readonly Regex Id = new(@"\A[a-z0-9-]{3,250}--[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    /// <summary>Reads the parameters; null where one cannot be read.</summary>
    /// <param name="after"><c>added_after</c>.</param>
    /// <param name="id"><c>match[id]</c>, or the object of the address.</param>
    /// <param name="type"><c>match[type]</c>.</param>
    /// <param name="version"><c>match[version]</c>.</param>
    /// <param name="spec"><c>match[spec_version]</c>: all that is here is 2.1.</param>
    public static Asked? Read(string? after, string? id, string? type, string? version, string? spec)
    {
        if (!Resources.TryReadMoment(after, out var moment) || !Listed(id, out var ids) || !Listed(type, out var types) || !Listed(version, out var versions) || !Listed(spec, out var specs))
        {
            return null;
        }

        // The last version is the first and all: "first", "last" and "all" ask for nothing else.
        var moments = new List<DateTimeOffset>();
        foreach (var one in versions ?? [])
        {
            if (one is "first" or "last" or "all")
            {
                continue;
            }

            if (StixTime.Read(one) is not { } read)
            {
                return null;
            }

            moments.Add(read);
        }

        return new(moment, specs?.Contains("2.1") == false ? [] : ids?.Where(one => Id.IsMatch(one)).ToArray(), types, versions is null || versions.Length > moments.Count ? null : [.. moments]);
    }

    public bool Wants(StixObject one) => Ids?.Contains(one.Id) != false && Types?.Contains(one.Type) != false && Versions?.Contains(one.Version) != false;

    private static bool Listed(string? given, out string[]? list)
    {
        list = given?.Split(',', StringSplitOptions.TrimEntries);
        return list is null || (list.Length <= Most && list.All(one => one.Length is > 0 and <= 300));
    }
}
