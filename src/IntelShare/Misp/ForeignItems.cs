using System.Text.Json;
using System.Text.Json.Nodes;
using IntelShare.Indicators.Kinds;
using IntelShare.Members;
using IntelShare.Stix;

namespace IntelShare.Misp;

/// <summary>Reads attributes and objects as drafts, as far as they say what a record of ours can say; objects that carry a whole record come back whole.</summary>
internal static class ForeignItems
{
    private const int LongestMeaning = 500;
    private const int LongestNote = 2000;
    private static readonly string[] OtherTags = ["Tag"];

    /// <summary>Objects that name an account, and by which of their relations: <paramref name="Platform"/> is null where it stands in one.</summary>
    private sealed record AccountTemplate(string Name, string? Platform, string Login, string UserId);

    private static readonly Dictionary<string, AccountTemplate> Accounts = new[]
    {
        new AccountTemplate(MispTemplate.Account.Name, null, "username", "user-id"),
        new("telegram-account", "telegram", "username", "id"),
        new("twitter-account", "twitter", "name", "id"),
        new("facebook-account", "facebook", "account-name", "account-id"),
        new("instagram-account", "instagram", "account-name", "account-id"),
        new("reddit-account", "reddit", "account-name", "account-id"),
    }.ToDictionary(template => template.Name, StringComparer.Ordinal);

    /// <summary>An attribute by itself: a name on X or GitHub, or words of which a tag says what they are (<c>intelshare:kind="lexicon-entry"</c>).</summary>
    public static Reading Attribute(PostedItem posted)
    {
        if (posted.IsDeleted || posted.Refusals.Count > 0)
        {
            return Ended(posted);
        }

        var (tags, value, comment) = (Tags(posted), posted.Text("value"), posted.Text("comment"));
        var content = (posted.Verbatim("type"), tags.Kind) switch
        {
            (_, _) when value is null => null,
            ("twitter-id", _) => Account(new("twitter", UserId: null, value), Note(posted, "comment", comment)),
            ("github-username", _) => Account(new("GitHub", UserId: null, value), Note(posted, "comment", comment)),
            ("text" or "comment" or "other", "lexicon-entry") => Term(posted, value, "comment", comment),
            ("text" or "comment" or "other", "recruitment-pattern") => Pattern(posted, value, comment, "comment"),
            _ => null,
        };
        if (content is null)
        {
            posted.Refuse("type-not-carried", "type", "Read are twitter-id and github-username, and text that is tagged intelshare:kind=\"lexicon-entry\" or \"recruitment-pattern\".");
            return Ended(posted);
        }

        return Offer(posted, Body(posted, content.Value.Kind, content.Value.Content, tags), [], tags);
    }

    /// <summary>An object: ours whole, or of a template that names an account, a term or a pattern.</summary>
    public static Reading Object(PostedItem posted)
    {
        if (posted.IsDeleted || posted.Refusals.Count > 0)
        {
            return Ended(posted);
        }

        var attributes = posted.Attributes.Where(one => one.Verbatim("object_relation") is not null).GroupBy(one => one.Verbatim("object_relation")!, StringComparer.Ordinal).ToDictionary(one => one.Key, one => one.First(), StringComparer.Ordinal);
        if (attributes.TryGetValue(MispTemplate.Whole, out var whole))
        {
            return Own(posted, whole);
        }

        var taken = new HashSet<string>(StringComparer.Ordinal);
        var tags = Tags(posted, [.. attributes.Values]);
        var content = posted.Verbatim("name") is not { } name ? null
            : Accounts.TryGetValue(name, out var template) ? Account(posted, template, Say)
            : name == MispTemplate.Term.Name && Say("term") is { } term ? Term(posted, term, "comment", posted.Text("comment"))
            : name == MispTemplate.Pattern.Name && Say("title") is { } title ? Pattern(posted, title, Say("description"), property: null)
            : ((string, JsonObject)?)null;
        if (content is not { } draft)
        {
            if (posted.Refusals.Count == 0)
            {
                posted.Refuse("type-not-carried", "name", "No kind of record says what an object of this template says.");
            }

            return Ended(posted);
        }

        return Offer(posted, Body(posted, draft.Item1, draft.Item2, tags), attributes.Keys.Where(relation => !taken.Contains(relation) && PostedItem.IsName(relation)), tags);

        string? Say(string relation) => attributes.TryGetValue(relation, out var attribute) && attribute.Text("value") is { } value && taken.Add(relation) ? value : null;
    }

    private static Reading Ended(PostedItem posted) =>
        posted.Refusals.Count > 0 ? new Refused(posted.Index, posted.Id.Length > 0 ? posted.Id : null, posted.Refusals) : new Withdrawn(posted.Index, posted.Id);

    private static Reading Own(PostedItem posted, PostedItem carrier)
    {
        if (Parsed(carrier.Verbatim("value")) is not { } json)
        {
            carrier.Refuse("malformed-body", "value", "Expected an object of JSON.");
            return new Refused(posted.Index, posted.Id, carrier.Refusals);
        }

        if (WholeRecord.Read(json, (code, under, reason) => carrier.Refuse(code, "value" + under, reason)) is not { } record)
        {
            return new Refused(posted.Index, posted.Id, carrier.Refusals);
        }

        record.Body["reference"] = posted.Id;
        posted.Take("comment");
        // Our own tags repeat the codes. What somebody set besides, or MISP did not take off, is not ours to judge.
        var set = carrier.OwnTags.ToHashSet(StringComparer.Ordinal).SetEquals(MispTags.Of(record.Handling, record.Evaluation).Select(tag => tag.Name));
        return new Offered(posted.Index, posted.Id, record.Body, Whole: true, [.. posted.Lost, .. set ? [] : OtherTags, .. record.Lost.Select(name => $"{MispTemplate.Whole}/{name}")]);
    }

    private static JsonElement? Parsed(string? value)
    {
        try
        {
            using var json = JsonDocument.Parse(value ?? "", new() { MaxDepth = 16, AllowDuplicateProperties = false });
            return json.RootElement.ValueKind == JsonValueKind.Object && Soundness.Check(json.RootElement, "", new()) is null ? json.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static (string Kind, JsonObject Content)? Account(PostedItem posted, AccountTemplate template, Func<string, string?> say)
    {
        var (type, id, login) = (template.Platform ?? say("account-type"), say(template.UserId), say(template.Login));
        if (id is null && login is null)
        {
            var url = say("link") ?? say("url");
            if (url is null)
            {
                posted.Refuse("account-not-named", "Attribute", "An account is named by its login, its id or its address.");
                return null;
            }

            return ("account-handle", Members([("platform", Platforms.OfUrl(url)?.Id), ("url", url), ("role", AccountRole.Unknown.Code()), ("note", Note(posted, "comment", posted.Text("comment")))]));
        }

        return Account(new(type, id, login), Note(posted, "comment", posted.Text("comment")));
    }

    // Nobody said what it is used for.
    private static (string Kind, JsonObject Content)? Account(AccountName name, string? note) => ("account-handle", Members([.. name.Members(), ("role", AccountRole.Unknown.Code()), ("note", note)]));

    private static (string Kind, JsonObject Content)? Term(PostedItem posted, string term, string property, string? meaning)
    {
        var said = Short(posted, property, meaning, LongestMeaning);
        return ("lexicon-entry", Members([("term", term), ("concept", said is null ? null : Concepts.Other), ("meaning", said)]));
    }

    private static (string Kind, JsonObject Content)? Pattern(PostedItem posted, string title, string? description, string? property)
    {
        if (property is not null)
        {
            posted.Take(property);
        }

        return ("recruitment-pattern", Members([("title", title), ("description", description)]));
    }

    private static string? Note(PostedItem posted, string property, string? note) => Short(posted, property, note, LongestNote);

    /// <summary>Text that is not too long to be carried; else it is lost.</summary>
    private static string? Short(PostedItem posted, string property, string? text, int most)
    {
        if (text is null || Text.Length(text) > most)
        {
            return null;
        }

        posted.Take(property);
        return text;
    }

    private static JsonObject Body(PostedItem posted, string kind, JsonObject content, ReadTags tags)
    {
        foreach (var (name, moment) in new[] { ("observedFrom", "first_seen"), ("observedTo", "last_seen") })
        {
            if (posted.Day(moment) is { } day)
            {
                content[name] = day;
            }
        }

        var body = new JsonObject { ["kind"] = kind, ["content"] = content };
        if (tags.Source is not null || tags.Information is not null)
        {
            body["evaluation"] = new JsonObject(new[] { KeyValuePair.Create("source", (JsonNode?)tags.Source?.Code()), KeyValuePair.Create("information", (JsonNode?)tags.Information) }.Where(grade => grade.Value is not null));
        }

        if (tags.Codes.Count > 0)
        {
            body["handling"] = new JsonObject { ["codes"] = new JsonArray([.. tags.Codes.Select(code => (JsonNode?)code.Code())]) };
        }

        body["reference"] = posted.Id;
        return body;
    }

    private static Offered Offer(PostedItem posted, JsonObject body, IEnumerable<string> relations, ReadTags tags) =>
        new(posted.Index, posted.Id, body, Whole: false, [.. posted.Lost, .. tags.Whole ? [] : OtherTags, .. relations.Select(relation => $"Attribute/{relation}")]);

    private static ReadTags Tags(PostedItem posted, params IEnumerable<PostedItem> attributes) => MispTags.Read(posted.OwnTags.Concat(posted.Inherited).Concat(attributes.SelectMany(one => one.OwnTags)).Distinct(StringComparer.Ordinal));

    private static JsonObject Members(IEnumerable<(string Name, string? Value)> members) =>
        new(members.Where(member => member.Value is not null).Select(member => KeyValuePair.Create(member.Name, (JsonNode?)member.Value)));
}
