using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using IntelShare.Access;
using IntelShare.Api.Host;
using IntelShare.Api.Host.Door;
using IntelShare.Members;

namespace IntelShare.Api.Taxii;

/// <summary>
/// What a caller may poll: records of one kind that reach it by its own name, its country or its status; or by one of its task forces,
/// which are collections of their own, so that whoever joins one polls it from its beginning.
/// </summary>
/// <param name="Alias">Its name in addresses, beside its id.</param>
/// <param name="Kind">Of its records.</param>
/// <param name="TaskForce">Of its audiences; null for those by name, country and status.</param>
internal sealed record Collection(string Alias, string Kind, Seat? TaskForce)
{
    /// <summary>The same for every caller and for ever.</summary>
    public Guid Id { get; } = Ids.Named("collection/" + Alias);

    public string Title => TaskForce is null ? $"Records of the kind {Kind}" : $"Records of the kind {Kind} shared in the task force {NameOf(TaskForce)}";

    /// <summary>Every collection that whoever has these seats may know of.</summary>
    public static IEnumerable<Collection> Of(ImmutableArray<Seat> seats) =>
        from seat in seats.Cast<Seat?>().Prepend(null)
        from kind in IntelShare.Indicators.Kind.All.Keys
        let collection = new Collection(seat is null ? kind : $"{NameOf(seat)}--{kind}", kind, seat)
        orderby collection.Alias
        select collection;

    /// <summary>The one that an address names; null where there is none for them.</summary>
    public static Collection? Find(ImmutableArray<Seat> seats, string named) =>
        Of(seats).FirstOrDefault(collection => collection.Alias == named || string.Equals(collection.Id.ToString("D"), named, StringComparison.OrdinalIgnoreCase));

    /// <summary>A reader as it looks into this collection: what a machine may carry, whatever else the caller may do.</summary>
    public Reader Through(Reader reader) => reader.LookingThrough(TaskForce) with { Roles = ImmutableHashSet.Create(IntelShare.Members.Role.Feed) };

    /// <summary>What an object posted here leaves unsaid, as its machine says for all; in a task force's collection, that it is released to the task force.</summary>
    public JsonObject Defaults(Posting? posting, DateTimeOffset now)
    {
        var said = posting?.Defaults is { } defaults ? JsonObject.Create(defaults)! : [];
        if (posting?.ReviewAfterDays is { } days && (said["retention"] ??= new JsonObject()) is JsonObject retention)
        {
            retention["reviewBy"] = DateOnly.FromDateTime(now.UtcDateTime).AddDays(days).ToString("O", CultureInfo.InvariantCulture);
        }

        if (TaskForce is not null)
        {
            if (said["release"] is not JsonObject release)
            {
                said["release"] = release = [];
            }

            // Whom the profile excludes stays out here too.
            release.Remove("hit");
            release["full"] = new JsonArray(TaskForce.Closed);
            release.TryAdd("feeds", true);
        }

        return said;
    }

    /// <summary>A row that may begin or change records of this collection's kind alone.</summary>
    public ImportRow Holds(ImportRow row) => row with { Kind = Kind };

    private static string NameOf(Seat seat) => seat.Closed[(seat.Closed.IndexOf(':', StringComparison.Ordinal) + 1)..];
}
