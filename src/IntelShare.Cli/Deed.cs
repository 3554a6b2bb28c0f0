using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IntelShare.Cli;

/// <summary>How an option's words become a member of the body.</summary>
internal enum Form
{
    Text,

    /// <summary>Several words, apart or with commas.</summary>
    List,

    /// <summary>The content of a file: a public key, alone or in a request.</summary>
    PublicKey,

    /// <summary>The content of a file: the whole body.</summary>
    Body,
}

/// <summary>An option of a command and where its value goes.</summary>
/// <param name="Option">Without the dashes.</param>
/// <param name="Says">What it is.</param>
/// <param name="Into">The member of the body, with a slash into one within; with a question mark in front, the parameter of the query.</param>
internal sealed record Field(string Option, string Says, string Into, Form Form = Form.Text)
{
    public bool Required { get; init; }
}

/// <summary>
/// One command that is one request: its arguments are the parts of the address in braces, its options what the request says. What the
/// hub answers is shown as it is.
/// </summary>
/// <param name="Example">What follows <c>intelshare</c>.</param>
internal sealed record Deed(string Name, string Says, string Example, HttpMethod Method, string Path, params IReadOnlyList<Field> Fields)
{
    /// <summary>What a key that is not the hub's own claims; the hub's claims hub-admin.</summary>
    public string Role { get; init; } = "agency-admin";

    /// <summary>Of a list: the member by which the last argument picks one item.</summary>
    public string? Picks { get; init; }

    private static readonly Dictionary<string, string> Words = new(StringComparer.Ordinal)
    {
        ["member"] = "The id of the agency: se-noa.",
        ["party"] = "ISO 3166-1 alpha-2 code of a country, or org: and an organisation.",
        ["client"] = "The id of the machine.",
        ["kid"] = "The key's name.",
        ["token"] = "The token's jti.",
        ["officer"] = "The officer, by the sub of its tokens.",
        ["issuer"] = "What the agency calls its identity provider.",
        ["taskForce"] = "The id of the task force: grimm.",
        ["participant"] = "Its audience token: country:SE, org:eurojust, member:se-noa.",
        ["concept"] = "The id of the concept: drug.cocaine.",
        ["into"] = "The id of the concept that it is read as.",
        ["id"] = "The id, as the hub answered it.",
    };

    public Command Make(TimeProvider clock)
    {
        var command = new Command(Name, $"{Says}\n\nExample: intelshare {Example}");
        var arguments = Path.Split('/', '?').Where(part => part.StartsWith('{')).Select(part => part[1..^1])
            .Concat(Fields.Where(field => field.Option.Length == 0).Select(field => field.Into)).Concat(Picks is null ? [] : [Picks]).Distinct(StringComparer.Ordinal)
            .ToDictionary(name => name, name => new Argument<string>(JsonNamingPolicy.KebabCaseUpper.ConvertName(name)) { Description = Words[name] }, StringComparer.Ordinal);
        foreach (var argument in arguments.Values)
        {
            command.Add(argument);
        }

        var options = Fields.Where(field => field.Option.Length > 0).ToDictionary(field => field, field => new Option<string[]>("--" + field.Option) { Description = field.Says, Required = field.Required, AllowMultipleArgumentsPerToken = field.Form == Form.List });
        foreach (var option in options.Values)
        {
            command.Add(option);
        }

        HubLine.AddOptions(command);
        command.SetAction((parsed, ct) => HubLine.AskAsync(parsed, clock, Role, async hub =>
        {
            var address = arguments.Aggregate(Path, (path, argument) => path.Replace($"{{{argument.Key}}}", Escape(parsed.GetRequiredValue(argument.Value)), StringComparison.Ordinal));
            var (body, query) = (new JsonObject(), new List<string>());
            foreach (var field in Fields)
            {
                var given = field.Option.Length == 0 ? [parsed.GetRequiredValue(arguments[field.Into])] : parsed.GetValue(options[field]) ?? [];
                if (given.Length > 0 && field.Into.StartsWith('?'))
                {
                    query.Add($"{field.Into[1..]}={Escape(given[^1])}");
                }
                else if (given.Length > 0 && field.Form == Form.Body)
                {
                    body = await HubLine.ReadJsonAsync(given[^1], ct) as JsonObject ?? throw new InvalidDataException($"{given[^1]} holds no JSON object.");
                }
                else if (given.Length > 0)
                {
                    Put(body, field.Into, await ValueAsync(field.Form, given, ct));
                }
            }

            var answer = await hub.JsonAsync(Method, address + (query.Count > 0 ? "?" + string.Join('&', query) : ""), Method == HttpMethod.Get ? null : body, ct);
            if (Picks is not null)
            {
                var sought = parsed.GetRequiredValue(arguments[Picks]);
                answer = answer["items"]!.AsArray().FirstOrDefault(item => item![Picks]!.GetValue<string>() == sought)?.DeepClone() ?? throw new RefusedException($"The hub has no {sought}, or does not tell of it.");
            }

            Shown.Write(parsed, answer);
            return HubLine.Done;
        }, ct));
        return command;
    }

    /// <summary>A colon may stand in a path, and reads better there.</summary>
    public static string Escape(string words) => Uri.EscapeDataString(words).Replace("%3A", ":", StringComparison.Ordinal);

    private static void Put(JsonObject body, string into, JsonNode value)
    {
        var steps = into.Split('/');
        foreach (var step in steps[..^1])
        {
            body = (JsonObject)(body[step] ??= new JsonObject());
        }

        body[steps[^1]] = value;
    }

    private static async Task<JsonNode> ValueAsync(Form form, string[] given, CancellationToken ct) => form switch
    {
        Form.List => new JsonArray([.. given.SelectMany(words => words.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).Select(word => JsonValue.Create(word))]),
        Form.PublicKey => await ReadKeyAsync(given[^1], ct),
        _ => given[^1],
    };

    private static async Task<JsonNode> ReadKeyAsync(string file, CancellationToken ct)
    {
        var read = await HubLine.ReadJsonAsync(file, ct);
        var key = read["jwk"] ?? read;
        return key is JsonObject { } jwk && jwk.ContainsKey("kty") && !jwk.ContainsKey("d") ? jwk.DeepClone()
            : throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"{file} holds no public key as `intelshare keys new` or `intelshare client request` makes it. A private key is never sent."));
    }
}
