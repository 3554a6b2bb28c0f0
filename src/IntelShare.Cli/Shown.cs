using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace IntelShare.Cli;

/// <summary>
/// An answer for people: what is one value stands in a list, a list of things in a table, and a list within a thing in a table of its
/// own, each line of which begins with the thing's name.
/// </summary>
internal static class Shown
{
    /// <summary>Wide enough that nothing breaks where a program reads.</summary>
    private const int Unbroken = 4000;

    /// <summary>Writes an answer: as it is where <c>--json</c> is given.</summary>
    public static void Write(ParseResult parsed, JsonNode answer)
    {
        var output = parsed.InvocationConfiguration.Output;
        if (parsed.GetValue(HubLine.Json))
        {
            output.WriteLine(answer.ToJsonString(HubLine.Printed));
            return;
        }

        var console = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(output), Interactive = InteractionSupport.No, ColorSystem = ColorSystemSupport.NoColors });
        console.Profile.Width = Console.IsOutputRedirected || output != Console.Out ? Unbroken : console.Profile.Width;
        if (answer["items"] is JsonArray items)
        {
            WriteAll(console, "", items, above: null);
            return;
        }

        if (answer["state"]?.GetValue<string>() == "proposed" && answer["act"] is not null)
        {
            output.WriteLine($"Proposed. It waits for a second administrator: intelshare pending second {answer["id"]}");
        }

        WriteOne(console, answer.AsObject());
    }

    private static void WriteOne(IAnsiConsole console, JsonObject thing)
    {
        var table = new Table { Border = TableBorder.None, ShowHeaders = false }.AddColumns("", "");
        foreach (var (name, value) in Flat(thing))
        {
            table.AddRow(Safe(name), Safe(Say(value)));
        }

        console.Write(table);
        foreach (var (name, value) in thing.Where(member => IsList(member.Value)))
        {
            WriteAll(console, name, value!.AsArray(), above: null);
        }
    }

    private static void WriteAll(IAnsiConsole console, string title, JsonArray things, string? above)
    {
        if (things.Count == 0)
        {
            console.WriteLine($"{(title.Length > 0 ? title + ": " : "")}none");
            return;
        }

        Write(console, title, [.. things.Select(thing => (above, thing!.AsObject()))]);
    }

    private static void Write(IAnsiConsole console, string title, IReadOnlyList<(string? Above, JsonObject Thing)> things)
    {
        string[] names = [.. things.SelectMany(thing => Flat(thing.Thing)).Select(member => member.Name).Distinct(StringComparer.Ordinal)];
        // A thing within that some have and others have not stands in the columns of its members alone.
        string[] columns = [.. names.Where(name => !names.Any(other => other.StartsWith(name + ".", StringComparison.Ordinal)))];
        var table = new Table { Border = TableBorder.Simple };
        if (title.Length > 0)
        {
            table.Title = new TableTitle(Markup.Escape(title));
        }

        if (things[0].Above is not null)
        {
            table.AddColumn("of");
        }

        table.AddColumns([.. columns.Select(Markup.Escape)]);
        foreach (var (above, thing) in things)
        {
            var cells = Flat(thing).ToDictionary(member => member.Name, member => member.Value, StringComparer.Ordinal);
            table.AddRow([.. above is null ? [] : new[] { Safe(above) }, .. columns.Select(column => Safe(Say(cells.GetValueOrDefault(column))))]);
        }

        console.Write(table);
        foreach (var inner in things.SelectMany(thing => thing.Thing.Where(member => IsList(member.Value)).SelectMany(member => member.Value!.AsArray().Select(one => (member.Key, Above: Name(thing.Above, thing.Thing), Thing: one!.AsObject())))).GroupBy(one => one.Key, StringComparer.Ordinal))
        {
            Write(console, inner.Key, [.. inner.Select(one => ((string?)one.Above, one.Thing))]);
        }
    }

    /// <summary>What a thing is called: the first of its words that is no random id.</summary>
    private static string Name(string? above, JsonObject thing) =>
        (above is null ? "" : above + "/") + (thing.Where(member => member.Key != "id" && member.Value?.GetValueKind() == JsonValueKind.String).Select(member => member.Value!.GetValue<string>()).FirstOrDefault() ?? "");

    /// <summary>The members that fit in a cell; those of a thing within by both names.</summary>
    private static IEnumerable<(string Name, JsonNode? Value)> Flat(JsonObject thing) => thing.Where(member => !IsList(member.Value))
        .SelectMany(member => member.Value is JsonObject inner ? Flat(inner).Select(part => (member.Key + "." + part.Name, part.Value)) : [(member.Key, member.Value)]);

    private static bool IsList(JsonNode? value) => value is JsonArray { Count: > 0 } list && list.All(one => one is JsonObject);

    private static string Say(JsonNode? value) => value switch
    {
        null => "",
        JsonArray list => string.Join(' ', list.Select(Say)),
        _ when value.GetValueKind() is JsonValueKind.True or JsonValueKind.False => value.GetValue<bool>() ? "yes" : "no",
        _ => value.ToString(),
    };

    /// <summary>Other people's words: nothing in them moves a cursor, paints a terminal or turns the writing around.</summary>
    private static Spectre.Console.Text Safe(string words) => new(string.Concat(words.Select(letter => char.IsControl(letter) || letter is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') ? '\uFFFD' : letter)));
}
