using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;

namespace IntelShare.Tests;

/// <summary>What was good once, changed as careless or ill-meaning partners change it: JSON in its members, and any file in its bytes.</summary>
internal static class Mutated
{
    /// <summary>JSON in the place of a member: the edges of numbers, texts, dates and shapes, and what no string can hold.</summary>
    private static readonly string[] Odd =
    [
        "null", "true", "0", "-1", "4", "2.5", "1e400", "-1e400", "9223372036854775808", "99999999999999999999999999", "\"\"", "\" \"", "[]", "{}", "[null]", "[[]]", "[{}]", "{\"\":{}}", "[\"a\",\"a\"]",
        "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\\u0000\"", "\"\\uffff\"", "\"\\u200b\"", "\"\\u202e\"", "[\"\\ud800\"]", "{\"\\ud800\":1}", "\"a\\u0000b\"",
        "\"0001-01-01\"", "\"9999-12-31\"", "\"2027-02-30\"", "\"0001-01-01T00:00:00Z\"", "\"9999-12-31T23:59:59.9999999Z\"", "\"0001-01-01T00:00:00+14:00\"", "\"9999-12-31T23:59:59-14:00\"", "\"2026-11-30T24:00:00Z\"",
        "\"00000000-0000-0000-0000-000000000000\"", "\"ffffffff-ffff-ffff-ffff-ffffffffffff\"", "\"country:\"", "\"country:UK\"", "\"member:\"", "\"task-force:+\"", "\"org:hub\"", "\"member-states\"", "\"https://\"", "\"https://[::1\"", "\"https://a/\\u0001\"", "\"http://xn--/\"",
        "\"/\"", "\"/~2\"", "\"//\"", "\"..\"", "\"%\"", "\"%2F\"", "\"10.0.0.0/33\"", "\"::/0\"", "\"H3\"", "\"x4\"", "\"cross-checking\"", "\"hub-admin\"", "\"=\"", "\"AA\"", "\"AAAA\"", "\"-\"", "\"1,2\"", "\"'; drop table x; --\"", "\"{0}\"", "\"$1\"",
        "\"" + new string('a', 70_000) + "\"", "\"" + string.Concat(Enumerable.Repeat("🎿", 600)) + "\"", string.Concat(Enumerable.Repeat("[", 30)) + string.Concat(Enumerable.Repeat("]", 30)), "[" + string.Join(',', Enumerable.Repeat("\"a\"", 2000)) + "]",
    ];

    private static readonly Gen<string> OddJson = Gen.Frequency(
        (3, Gen.Elements(Odd)),
        (1, Unicode.Text.Select(text => JsonValue.Create(text).ToJsonString())));

    /// <summary>Its place among all members, what is done there, and with what.</summary>
    private static readonly Gen<(int Place, int How, string Odd)> Edits =
        from place in Gen.Choose(0, 1 << 20)
        from how in Gen.Choose(0, 11)
        from odd in OddJson
        select (place, how, odd);

    /// <summary>One to three members changed, left out, doubled or added; and now and then a byte.</summary>
    public static Gen<byte[]> Json(string good) =>
        from count in Gen.Choose(1, 3)
        from edits in Edits.ListOf(count)
        from text in Gen.Constant(Encoding.UTF8.GetBytes(edits.Aggregate((Tree: JsonNode.Parse(good)!, Said: Array.Empty<string>()), (made, edit) => Edit(made.Tree, made.Said, edit), Written)))
        from bytes in Gen.Frequency((7, Gen.Constant(text)), (1, Bytes(text)))
        select bytes;

    /// <summary>A few bytes flipped, cut out, doubled or put in.</summary>
    public static Gen<byte[]> Bytes(byte[] good) =>
        from count in Gen.Choose(1, 4)
        from edits in (from place in Gen.Choose(0, 1 << 20) from how in Gen.Choose(0, 4) from length in Gen.Choose(1, 40) from fresh in Gen.Choose(0, 255) select (place, how, length, (byte)fresh)).ListOf(count)
        select edits.Aggregate(good, Edit);

    private static byte[] Edit(byte[] bytes, (int Place, int How, int Length, byte Fresh) edit)
    {
        var from = bytes.Length == 0 ? 0 : edit.Place % bytes.Length;
        var until = Math.Min(bytes.Length, from + edit.Length);
        return edit.How switch
        {
            0 => [.. bytes[..from], .. bytes[until..]],
            1 => bytes[..from],
            2 => [.. bytes[..until], .. bytes[from..]],
            3 => [.. bytes[..from], edit.Fresh, .. bytes[from..]],
            _ => [.. bytes[..from], .. bytes[from..until].Select(one => (byte)(one ^ edit.Fresh)), .. bytes[until..]],
        };
    }

    /// <summary>Changes the tree, with a stand-in where the text is to say what no tree can hold.</summary>
    private static (JsonNode Tree, string[] Said) Edit(JsonNode tree, string[] said, (int Place, int How, string Odd) edit)
    {
        var places = Places(tree).ToList();
        if (places.Count == 0)
        {
            return (StandIn(), [.. said, edit.Odd]);
        }

        var (parent, name, index) = places[edit.Place % places.Count];
        var odd = edit.Odd;
        switch (parent, edit.How)
        {
            case (JsonObject members, 0):
                members.Remove(name!);
                return (tree, said);
            case (JsonObject members, 1):
                members["more" + said.Length] = StandIn();
                break;
            case (JsonObject members, 2):
                // Twice, by another spelling of its first letter.
                members[Mark(said.Length) + name] = StandIn();
                return (tree, [.. said, $"{edit.Odd}\n\\u{(int)name![0]:x4}{name[1..]}"]);
            case (JsonArray items, 3):
                items.RemoveAt(index);
                return (tree, said);
            case (JsonArray items, 4):
                items.Insert(index, items[index]?.DeepClone());
                return (tree, said);
            case (JsonArray items, _):
                odd = Beside(items[index]);
                items[index] = StandIn();
                break;
            case (JsonObject members, _):
                odd = Beside(members[name!]);
                members[name!] = StandIn();
                break;
        }

        return (tree, [.. said, odd]);

        // Something of the same type comes further than something else.
        string Beside(JsonNode? node) => edit.How >= 7 && OfType(node?.ToJsonString() ?? "null") is { Length: > 0 } like ? like[edit.Place / 7 % like.Length] : edit.Odd;

        JsonNode StandIn() => JsonValue.Create(Mark(said.Length));
    }

    private static string Written((JsonNode Tree, string[] Said) made)
    {
        var text = made.Tree.ToJsonString();
        foreach (var (odd, i) in made.Said.Select((odd, i) => (odd.Split('\n'), i)))
        {
            if (odd is [var value, var spelled])
            {
                text = text.Replace($"\"{Mark(i)}{Plain(spelled)}\"", $"\"{spelled}\"", StringComparison.Ordinal).Replace($"\"{Mark(i)}\"", value, StringComparison.Ordinal);
            }
            else
            {
                text = text.Replace($"\"{Mark(i)}\"", odd[0], StringComparison.Ordinal);
            }
        }

        return text;

        static string Plain(string spelled) => (char)int.Parse(spelled.AsSpan(2, 4), System.Globalization.NumberStyles.HexNumber, System.Globalization.CultureInfo.InvariantCulture) + spelled[6..];
    }

    private static string[] OfType(string json) => Array.FindAll(Odd, odd => odd[0] == json[0] || (char.IsAsciiDigit(json[0]) && (char.IsAsciiDigit(odd[0]) || odd[0] == '-')));

    private static string Mark(int number) => $"here-stands-{number}-";

    private static IEnumerable<(JsonNode Parent, string? Name, int Index)> Places(JsonNode? node) => node switch
    {
        JsonObject members => members.ToArray().SelectMany(member => Places(member.Value).Prepend((members, member.Key, 0))),
        JsonArray items => items.ToArray().SelectMany((item, i) => Places(item).Prepend((items, null, i))),
        _ => [],
    };
}
