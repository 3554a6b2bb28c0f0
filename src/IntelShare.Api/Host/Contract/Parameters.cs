using System.Reflection;
using System.Text.Json.Nodes;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using IntelShare.Disclosure;
using IntelShare.Members;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace IntelShare.Api.Host.Contract;

/// <summary>
/// Path, query and headers of an operation. Handlers take the query as text and answer for it themselves (a value that
/// cannot be read is a problem on record), so what each one takes is said here.
/// </summary>
internal static class Parameters
{
    /// <summary>By name; where the same name means another thing at one address, by that address and name.</summary>
    private static readonly Dictionary<string, (string Note, Func<OpenApiSchema> Schema)> Known = new(StringComparer.Ordinal)
    {
        ["id"] = ("The id of what the address names.", Uuid),
        ["cursor"] = ("The next of the page before, with the same filters; without it, from the start.", () => Text(1, most: null)),
        ["limit"] = ("Items on a page, at most.", () => new() { Type = JsonSchemaType.Integer, Minimum = "1", Maximum = "100", Default = JsonValue.Create(50) }),
        ["changes limit"] = ("Items on a page, at most.", () => new() { Type = JsonSchemaType.Integer, Minimum = "1", Maximum = "1000", Default = JsonValue.Create(50) }),
        ["changes cursor"] = ("The next of the page before, with the same kind; without it, from the beginning.", () => Text(1, most: null)),
        ["wait"] = ("For how many seconds to wait where there is nothing yet.", () => new() { Type = JsonSchemaType.Integer, Minimum = "0", Maximum = "20", Default = JsonValue.Create(0) }),
        ["kind"] = ("Records of this kind only.", () => Unions.Closed(Unions.Kinds)),
        ["mine"] = ("True for the caller's own records alone.", () => new() { Type = JsonSchemaType.Boolean, Default = JsonValue.Create(false) }),
        ["all"] = ("True for what was acknowledged too.", () => new() { Type = JsonSchemaType.Boolean, Default = JsonValue.Create(false) }),
        ["reference"] = ("The caller's own records under this reference of its own, on one page.", () => Text(1, 200)),
        ["asOf"] = ("The own record as it stood at this moment; not found before its submission, and to everybody but its owner.", Moment),
        ["reports asOf"] = ("The moment of which is told; by default now. One to come: by what is on record today.", Moment),
        ["since"] = ("What was changed after this moment is listed too.", Moment),
        ["year"] = ("The year, in UTC; by default this one.", () => new() { Type = JsonSchemaType.Integer, Minimum = "2016", Maximum = "9999" }),
        ["format"] = ("The form of the answer; by default what Accept names first, else JSON.", () => Unions.Closed(["json", "csv", "html"])),
        ["defaults"] = ("What a row does not say, member by member: a JSON object with members of a submission.", () => Text(2, most: null)),
        ["dryRun"] = ("True to decide everything and do nothing.", () => new() { Type = JsonSchemaType.Boolean, Default = JsonValue.Create(false) }),
        ["outcome"] = ("Rows that ended so.", () => Unions.Closed(["submitted", "amended", "same", "withdrawn", "passed-over", "refused"])),
        ["imports limit"] = ("Rows on a page, at most.", () => new() { Type = JsonSchemaType.Integer, Minimum = "1", Maximum = "1000", Default = JsonValue.Create(50) }),
        ["exports kind"] = ("Records of this kind only; mandatory for a table.", () => Unions.Closed(Unions.Kinds)),
        ["exports format"] = ("ndjson: one record a line, as GET /v1/indicators/{id} tells it. csv: a table of one kind, a column for each member, exact to the byte; items of a list are joined by |, where \\| and \\\\ stand for the characters themselves. csv-for-spreadsheets: the same with a byte order mark and every cell quoted, with an apostrophe before whatever a spreadsheet would run. stix: one STIX 2.1 bundle. misp: events of MISP, one for each owner, kind and month. Mandatory.", () => Unions.Closed(["ndjson", "csv", "csv-for-spreadsheets", "stix", "misp"])),
        ["term"] = ("The term, compared folded: an emoji, word, phrase or hashtag. One of term, concept and name.", () => Text(1, 64)),
        ["concept"] = ("Id of /v1/concepts, or other: what stands for it. Terms come in the order of their folded code units.", () => Text(1, 64)),
        ["concepts concept"] = ("Id of a concept: area.idea, each of 2 to 40 lower-case letters, digits and hyphens.", () => Text(1, 81)),
        ["country"] = ("Terms that a readable entry of that concept places in this country: ISO 3166-1 alpha-2. Beside concept alone.", () => new() { Type = JsonSchemaType.String, Pattern = "^[A-Z]{2}$" }),
        ["name"] = ("The name of an emoji in English, French, Swedish, German, Dutch, Danish, Norwegian, Finnish, Icelandic or Spanish, whole and compared folded: the short names of Unicode CLDR.", () => Text(1, 100)),
        ["lexicon cursor"] = ("The next of the page before, with the same concept and country; without it, from the start. Beside concept alone.", () => Text(1, most: null)),
        ["lexicon limit"] = ("Terms on a page, at most. Beside concept alone.", () => new() { Type = JsonSchemaType.Integer, Minimum = "1", Maximum = "100", Default = JsonValue.Create(50) }),
        ["lexicon format"] = ("json: the terms. html: a page to be printed. stix: the records behind them as one STIX 2.1 bundle, as exports tell them. The page that follows a page of the latter two stands in the header Link.", () => new() { Type = JsonSchemaType.String, Enum = [.. new[] { "json", "html", "stix" }.Select(one => (JsonNode)JsonValue.Create(one)!)], Default = JsonValue.Create("json") }),
        ["ground"] = ("For a record that is kept for one ground alone: that ground. Takes a cleared officer and Intel-Justification.", () => Unions.Closed(Codes.Of<IntelShare.Indicators.RestrictionGround>())),
        ["side"] = ("Proposals that the caller's agency made, or those that were made to it. Mandatory.", () => Unions.Closed(["proposed", "received"])),
        ["disclosure-requests side"] = ("Requests that the caller's agency made, or those that were made to it; by default both.", () => Unions.Closed(["asked", "received"])),
        ["data-subject-requests side"] = ("Requests that the caller's agency took in, or those about its own records. Mandatory in a list; of one request, by default whichever the agency stands on, the intake's first.", () => Unions.Closed(Codes.Of<SubjectSide>())),
        ["recalls side"] = ("Recalls that the caller's agency issued, or those that it is asked to answer. Mandatory.", () => Unions.Closed(["issued", "received"])),
        ["indicator"] = ("Entries that tell of this record.", Uuid),
        ["audit member"] = ("The agency asked about: by default the own, another only for a supervisor of it.", () => Text(1, most: null)),
        ["client"] = ("Acts of this client of the caller's own agency.", () => Text(1, 128)),
        ["members client"] = ("Id of a client of that agency.", () => Text(1, most: null)),
        ["members token"] = ("The token's jti, at most 128 code points.", () => Text(1, 128)),
        ["issuer"] = ("What the agency calls it: lower-case letters, digits and hyphens.", () => Text(1, 40)),
        ["kid"] = ("The key's own name for itself, at most 128 code points.", () => Text(1, 128)),
        ["taskForce"] = ("Id of a task force.", () => Text(1, most: null)),
        ["key"] = ("Acts under tokens signed by this key of the caller's own agency: its kid.", () => Text(1, 128)),
        ["token"] = ("Acts under this token of the caller's own agency: its jti.", () => Text(1, 128)),
        ["act"] = ("Acts of this name: the x-act of an operation.", () => Text(1, 128)),
        ["log"] = ("The log: the id of the caller's own agency.", () => Text(1, most: null)),
        ["entry"] = ("What Audit-Entry named it.", () => Text(1, most: null)),
        ["at"] = ("The last checkpoint signed by this moment; by default the newest.", Moment),
        ["size"] = ("Acts wanted.", () => new() { Type = JsonSchemaType.Integer, Minimum = "1", Maximum = "100", Default = JsonValue.Create(50) }),
        ["logs size"] = ("The size of the log under whose checkpoint it is proved; by default the newest.", Place),
        ["logs from"] = ("The size of the earlier checkpoint. Mandatory.", Place),
        ["logs until"] = ("The size of the later checkpoint, or the place to stop before; by default the newest.", Place),
        ["logs first"] = ("The place to begin with; by default 0.", Place),
        ["month"] = ("The month, in UTC: 2026-11.", () => new() { Type = JsonSchemaType.String, Pattern = "^[0-9]{4}-[0-9]{2}$" }),
        ["zone"] = ("Where the officers work: a name of the IANA time zone database; by default UTC.", () => Text(1, most: null)),
        ["member"] = ("Id of an agency.", () => Text(1, most: null)),
        ["officer"] = ("An officer of the caller's own agency: the sub of its tokens, at most 128 code points.", () => Text(1, 128)),
        ["party"] = ("ISO 3166-1 alpha-2 code of a country, or org: and an organisation.", () => Text(1, most: null)),
        ["purpose"] = ("What would be asked for; by default what the request states.", () => Unions.Closed(Codes.Of<Purpose>())),
        ["role"] = ("In which role.", () => new() { Type = JsonSchemaType.String, Enum = [Role.Analyst.Code(), Role.Feed.Code()], Default = JsonValue.Create(Role.Analyst.Code()) }),
        ["cleared"] = ("Whether by an officer cleared for protected persons.", () => new() { Type = JsonSchemaType.Boolean, Default = JsonValue.Create(false) }),
        ["state"] = ("Requests in this state now.", () => Unions.Closed(Codes.Of<DisclosureState>())),
        ["pending-acts state"] = ("Acts in this state now.", () => Unions.Closed(Codes.Of<PendingActState>())),
        ["from"] = ("Entries at or after this moment.", Moment),
        ["until"] = ("Entries before this moment.", Moment),
        ["Intel-Case"] = ("The member's own case reference, percent-encoded UTF-8, at most 128 code points once decoded. Goes on record, sealed.", () => Text(1, 1536)),
        ["Idempotency-Key"] = ("A name of the caller's own for this write, 1 to 64 printable ASCII characters. Repeat the request with it until it is answered: there will be one record. Kept 30 days.",
            () => new() { Type = JsonSchemaType.String, MinLength = 1, MaxLength = 64, Pattern = "^[!-~]+$" }),
        ["If-Match"] = ("The ETag that the owner was last given for the record; * takes it as it is.", () => Text(1, most: null)),
    };

    public static List<IOpenApiParameter> Of(Act act, MethodInfo handler, string path, IEnumerable<PublishedAttribute> published, OperationFilterContext context)
    {
        var parameters = handler.GetParameters().Where(parameter => parameter.ParameterType == typeof(string))
            .Select(parameter => path.Contains($"{{{parameter.Name}}}", StringComparison.Ordinal)
                ? Parameter(path, parameter.Name!, ParameterLocation.Path, required: true)
                : Parameter(path, parameter.Name!, ParameterLocation.Query, required: false))
            .Concat(published.Select(part => part.Asks).OfType<string>().Distinct().Select(header => Parameter(path, header, ParameterLocation.Header, required: true)));
        if (act.StatesPurpose)
        {
            parameters = parameters.Append(new OpenApiParameter
            {
                Name = "Intel-Purpose",
                In = ParameterLocation.Header,
                Required = true,
                Description = "Why the information is asked for; one of the caller's purposes. Goes on record.",
                Schema = context.SchemaGenerator.GenerateSchema(typeof(Purpose), context.SchemaRepository),
            }).Append(new OpenApiParameter
            {
                Name = "Intel-Case",
                In = ParameterLocation.Header,
                Description = "The member's own case reference, percent-encoded UTF-8, at most 128 code points once decoded. Mandatory wherever the answer may hold personal data: reading one record or its history, a list that is not narrowed to a kind without personal data, a search for account handles, the inbox of those who work with content. Goes on record, sealed.",
                Schema = Text(1, 1536),
                Example = JsonValue.Create("K-2026-17"),
            }).Append(new OpenApiParameter
            {
                Name = "Intel-Justification",
                In = ParameterLocation.Header,
                Description = "Why protected persons (Article 30) are asked for, percent-encoded UTF-8, at most 500 code points once decoded. With it, an officer whom its agency cleared for them finds them too; without it they stay out of every answer. Goes on record, sealed.",
                Schema = Text(1, 6000),
            });
        }

        return [.. parameters];
    }

    /// <summary>One name may stand for different lists: what the second or first part of the address says goes before what holds everywhere.</summary>
    private static OpenApiParameter Parameter(string path, string name, ParameterLocation place, bool required) =>
        Known.TryGetValue($"{path.Split('/').ElementAtOrDefault(3)} {name}", out var known) || Known.TryGetValue($"{path.Split('/').ElementAtOrDefault(2)} {name}", out known) || Known.TryGetValue(name, out known)
        ? new() { Name = name, In = place, Required = required, Description = known.Note, Schema = known.Schema() }
        : new() { Name = name, In = place, Required = required, Schema = new OpenApiSchema { Type = JsonSchemaType.String } };

    private static OpenApiSchema Text(int least, int? most) => new() { Type = JsonSchemaType.String, MinLength = least, MaxLength = most };

    private static OpenApiSchema Uuid() => new() { Type = JsonSchemaType.String, Format = "uuid" };

    private static OpenApiSchema Place() => new() { Type = JsonSchemaType.Integer, Format = "int64", Minimum = "0" };

    private static OpenApiSchema Moment() => new() { Type = JsonSchemaType.String, Format = "date-time" };
}
