using System.Text.Json;

namespace IntelShare.Stix;

/// <summary>
/// Reads a bundle (<c>{"type": "bundle", "id", "objects"}</c>) or an envelope of TAXII (<c>{"objects"}</c>). Whatever is posted, each object gets its
/// answer by name and nothing is fetched from anywhere: what is not posted is not known.
/// </summary>
public static class Envelope
{
    /// <summary>Reads what was posted.</summary>
    /// <param name="posted">UTF-8 JSON; as long as the caller lets it be.</param>
    /// <param name="limits">How much of it is read.</param>
    public static EnvelopeReading Read(ReadOnlyMemory<byte> posted, StixLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        return EnvelopeReading.Of(posted, envelope => Read(envelope, limits));
    }

    private static EnvelopeReading Read(JsonElement envelope, StixLimits limits)
    {
        if (envelope.ValueKind != JsonValueKind.Object)
        {
            return EnvelopeReading.Nothing("not-an-envelope", "", "Expected a STIX bundle or a TAXII envelope.");
        }

        if (Soundness.Find(envelope, "type") is { } type && Soundness.TextOf(type) != "bundle")
        {
            return EnvelopeReading.Nothing("not-an-envelope", "/type", "Expected a STIX bundle or a TAXII envelope.");
        }

        if (Soundness.Says(envelope, "objects") > 1)
        {
            return EnvelopeReading.Nothing("duplicate-property", "/objects", "Each property once.");
        }

        // An envelope without objects is an empty one (TAXII 2.1, section 3.7).
        if (Soundness.Find(envelope, "objects") is not { } objects)
        {
            return new(Refusal: null, []);
        }

        return objects.ValueKind != JsonValueKind.Array ? EnvelopeReading.Nothing("wrong-type", "/objects", "Expected a list of objects.")
            : objects.GetArrayLength() > limits.Objects ? EnvelopeReading.Nothing("too-many", "/objects", $"At most {limits.Objects} objects at once.")
            : new(Refusal: null, Answer(objects, limits));
    }

    private static Reading[] Answer(JsonElement objects, StixLimits limits)
    {
        var answers = new Reading?[objects.GetArrayLength()];
        var sound = new List<Posted>();
        foreach (var (index, json) in objects.EnumerateArray().Index())
        {
            var id = Soundness.IdOf(json);
            if (Soundness.Check(json, $"/objects/{index}", limits) is { } unsound)
            {
                answers[index] = new Refused(index, id, [unsound]);
                continue;
            }

            var posted = new Posted(index, id, json);
            if (posted.Refusals.Count > 0)
            {
                answers[index] = new Refused(index, id, posted.Refusals);
            }
            else
            {
                sound.Add(posted);
            }
        }

        var counted = new List<Posted>();
        foreach (var versions in sound.GroupBy(posted => posted.Id, StringComparer.Ordinal))
        {
            // Revocation is for ever, whatever claims to be newer.
            var ranked = versions.OrderByDescending(posted => posted.Revoked).ThenByDescending(posted => posted.Version).ThenBy(posted => posted.Index).ToList();
            counted.Add(ranked[0]);
            foreach (var (rank, other) in ranked.Index().Skip(1))
            {
                var repeats = ranked.Take(rank).FirstOrDefault(earlier => earlier.Version == other.Version && earlier.Revoked == other.Revoked);
                answers[other.Index] = repeats is null || other.IsObservable || other.SaysTheSame(repeats)
                    ? new Superseded(other.Index, other.Id, ranked[0].Index)
                    : new Refused(other.Index, other.Id, [new("duplicate-version", other.Pointer, "Another object of this id and version says something else.")]);
            }
        }

        Links.Answer([.. counted.OrderBy(posted => posted.Index)], answers);
        foreach (var posted in sound)
        {
            answers[posted.Index] = answers[posted.Index]! with { Version = posted.Version };
        }

        return answers!;
    }
}
