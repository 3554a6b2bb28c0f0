using System.Globalization;
using System.Text.Json.Nodes;
using IntelShare.Indicators.Kinds;
using IntelShare.Members;

namespace IntelShare.Stix;

/// <summary>Reads objects of producers that do not know us, as far as they say what a record of ours can say.</summary>
internal static class ForeignObjects
{
    private const int LongestMeaning = 500;

    /// <summary>An indicator that names an account, or literal terms; its account beside it.</summary>
    public static (JsonObject? Body, AccountName? Account) Indicator(Posted posted)
    {
        var (type, pattern) = (posted.Text("pattern_type", required: true), posted.Text("pattern", required: true));
        var (from, until) = (posted.Moment("valid_from", required: true), posted.Moment("valid_until"));
        if (type is null || pattern is null)
        {
            return default;
        }

        var (account, terms) = (type == "stix" ? AccountName.Read(pattern) : null, type == "pcre" ? TermPattern.Read(pattern) : null);
        var content = account is not null ? Account(account) : terms is not null ? Term(posted, terms) : null;
        if (content is null)
        {
            posted.Refuse("pattern-not-carried", "pattern", "Read are STIX patterns of one user-account by type, id and login, and PCRE that are one or more literals.");
            return default;
        }

        if (from is { } moment)
        {
            content["observedFrom"] = Day(DateOnly.FromDateTime(moment.UtcDateTime));
        }

        var body = Body(posted, account is null ? "lexicon-entry" : "account-handle", content);
        if (until is { } end)
        {
            body["retention"] = new JsonObject { ["reviewBy"] = Day(StixTime.DayBefore(end)) };
        }

        return (body, account);
    }

    /// <summary>An account by itself.</summary>
    public static (JsonObject? Body, AccountName? Account) UserAccount(Posted posted)
    {
        var account = new AccountName(posted.Text("account_type"), posted.Text("user_id"), posted.Text("account_login"));
        if (account is { UserId: null, Login: null })
        {
            posted.Refuse("account-not-named", "", "An account is named by user_id or account_login.");
            return default;
        }

        return (Body(posted, "account-handle", Account(account)), account);
    }

    /// <summary>A way of acting, in words.</summary>
    public static JsonObject AttackPattern(Posted posted) => Body(posted, "recruitment-pattern", Members([("title", posted.Text("name", required: true)), ("description", posted.Text("description"))]));

    /// <summary>A sighting of ours or of another producer, as its report; null where it was refused.</summary>
    public static (string? Of, JsonObject Body) Sighting(Posted posted)
    {
        var own = posted.Extension() is { } extension ? OwnObjects.Sighting(posted, extension) : null;
        var (first, last) = (posted.Moment("first_seen"), posted.Moment("last_seen"));
        var day = (last ?? first) is { } seen ? Day(DateOnly.FromDateTime(seen.UtcDateTime)) : null;
        if (first is not null && last is not null && DateOnly.FromDateTime(first.Value.UtcDateTime) != DateOnly.FromDateTime(last.Value.UtcDateTime))
        {
            posted.Lose("first_seen");
        }

        var body = Members([("seenAt", day), ("platform", own?.Platform), ("country", own?.Country), ("note", posted.Text("description"))]);
        if (posted.Integer("count", 0, 999_999_999) is { } count)
        {
            body["count"] = count;
        }

        return (posted.Reference("sighting_of_ref"), body);
    }

    // What the account is used for is said by no property of the standard.
    private static JsonObject Account(AccountName account) => Members([.. account.Members(), ("role", AccountRole.Unknown.Code())]);

    private static JsonObject Term(Posted posted, IReadOnlyList<string> terms)
    {
        var content = Members([("term", terms[0]), ("language", posted.Text("lang")?.Split('-')[0].ToLowerInvariant())]);
        if (posted.Text("description") is { } meaning && IntelShare.Text.Length(meaning) <= LongestMeaning)
        {
            // What a term stands for is said in words alone.
            content["concept"] = Concepts.Other;
            content["meaning"] = meaning;
        }
        else
        {
            posted.Lose("description");
        }

        if (terms.Count > 1)
        {
            content["variants"] = new JsonArray([.. terms.Skip(1).Select(term => (JsonNode?)term)]);
        }

        return content;
    }

    private static JsonObject Body(Posted posted, string kind, JsonObject content)
    {
        var body = new JsonObject { ["kind"] = kind, ["content"] = content };
        var confidence = posted.Integer("confidence", 0, 100);
        if (confidence is { } known && Confidence.Information(known) is { } information)
        {
            body["evaluation"] = new JsonObject { ["information"] = information };
        }
        else
        {
            posted.Lose("confidence");
        }

        var (codes, whole) = Markings.Read(posted.References("object_marking_refs"));
        if (codes.Length > 0)
        {
            body["handling"] = new JsonObject { ["codes"] = new JsonArray([.. codes.Select(code => (JsonNode?)code.Code())]) };
        }

        if (!whole)
        {
            posted.Lose("object_marking_refs");
        }

        body["reference"] = posted.Id;
        return body;
    }

    private static JsonObject Members(IEnumerable<(string Name, string? Value)> members) =>
        new(members.Where(member => member.Value is not null).Select(member => KeyValuePair.Create(member.Name, (JsonNode?)member.Value)));

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
