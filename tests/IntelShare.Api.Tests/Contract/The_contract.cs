using System.Net;
using IntelShare.Api.Host.Contract;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Tests.Cast;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace IntelShare.Api.Tests.Contract;

public sealed class The_contract(TestHub hub) : IClassFixture<TestHub>
{
    [Fact]
    public async Task is_the_committed_one()
    {
        var served = (await ContractDocument.OfAsync(hub)).Text.ReplaceLineEndings("\n").TrimEnd() + "\n";
        var file = Path.Combine(ContractDocument.Folder, "intelshare.v1.json");
        var committed = File.Exists(file) ? await File.ReadAllTextAsync(file, Requests.Ct) : "";
        if (ContractDocument.Accepts)
        {
            await File.WriteAllTextAsync(file, served, Requests.Ct);
            return;
        }

        var at = served.Split('\n').Zip(committed.Split('\n')).TakeWhile(lines => lines.First == lines.Second).Count();
        Assert.True(served == committed,
            $"""
            The contract is not the committed one any more, from line {at + 1} of openapi/intelshare.v1.json:
              committed: {committed.Split('\n').ElementAtOrDefault(at)}
              served:    {served.Split('\n').ElementAtOrDefault(at)}
            If partners shall have this, say so in openapi/CHANGELOG.md and accept it:
              ACCEPT=1 dotnet test tests/IntelShare.Api.Tests --filter FullyQualifiedName~The_contract
            """);
    }

    [Fact]
    public async Task is_read_without_an_error()
    {
        var (document, diagnostic) = OpenApiDocument.Parse((await ContractDocument.OfAsync(hub)).Text, "json");

        Assert.NotNull(document);
        Assert.Equal(OpenApiSpecVersion.OpenApi3_1, diagnostic!.SpecificationVersion);
        Assert.Empty(diagnostic.Errors);
        Assert.Empty(diagnostic.Warnings);
        Assert.Empty(document.Validate(ValidationRuleSet.GetDefaultRuleSet()));
    }

    [Fact]
    public async Task shows_every_route_with_its_one_act_its_summary_and_its_description()
    {
        var contract = await ContractDocument.OfAsync(hub);
        // TAXII is described by its own standard, and its feed by MISP.
        var routes = hub.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(route => !route.RoutePattern.RawText!.StartsWith("/taxii2", StringComparison.Ordinal) && !route.RoutePattern.RawText!.StartsWith("/misp", StringComparison.Ordinal))
            .SelectMany(route => route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Select(method => (Route: route, Method: method)) ?? [(route, "GET")])
            .ToDictionary(route => $"{route.Method} {route.Route.RoutePattern.RawText}", route => route.Route, StringComparer.Ordinal);

        Assert.Equal(routes.Keys.Order(StringComparer.Ordinal), contract.Operations.Select(operation => $"{operation.Method} {operation.Path}").Order(StringComparer.Ordinal));
        foreach (var (path, method, operation) in contract.Operations)
        {
            Assert.All(["operationId", "summary", "description"], name => Assert.False(string.IsNullOrWhiteSpace(operation[name]?.GetValue<string>()), $"{method} {path} has no {name}."));
            if (path.StartsWith("/v1/", StringComparison.Ordinal))
            {
                Assert.Single(routes[$"{method} {path}"].Metadata.OfType<Act>());
                Assert.Equal(routes[$"{method} {path}"].Metadata.GetRequiredMetadata<Act>().Name, operation["x-act"]!.GetValue<string>());
            }
        }

        Assert.Distinct(contract.Operations.Select(operation => operation.Operation["operationId"]!.GetValue<string>()));
    }

    [Fact]
    public async Task says_something_of_every_member_and_parameter()
    {
        var contract = await ContractDocument.OfAsync(hub);
        var members = contract.Components.SelectMany(schema => (schema.Value!["properties"]?.AsObject() ?? []).Select(member => (Name: $"{schema.Key}.{member.Key}", Says: member.Value!["description"])))
            .Where(member => !member.Name.StartsWith("Submit", StringComparison.Ordinal) || !member.Name.EndsWith(".kind", StringComparison.Ordinal) && !member.Name.EndsWith(".content", StringComparison.Ordinal));
        var parameters = contract.Operations.SelectMany(operation => operation.Operation["parameters"]?.AsArray() ?? []).Select(parameter => (Name: parameter!["name"]!.GetValue<string>(), Says: parameter["description"]));

        Assert.Empty(members.Concat(parameters).Where(told => told.Says is null).Select(told => told.Name).Distinct());
    }

    [Fact]
    public async Task has_no_line_for_a_member_that_is_gone()
    {
        var contract = await ContractDocument.OfAsync(hub);
        var gone = Meanings.Lines.Keys.Where(line => line is not (("SubmitIndicator" or "Evaluation"), _))
            .Where(line => contract.Components[line.Schema] is not { } schema || (line.Member.Length > 0 && schema["properties"]?[line.Member] is null));

        Assert.Empty(gone);
    }

    [Fact]
    public async Task publishes_the_closed_lists_as_the_law_spells_them()
    {
        var components = (await ContractDocument.OfAsync(hub)).Components;

        Assert.Equal(Codes.Of<IntelShare.Indicators.CrimeArea>(), Enum("CrimeArea"));
        Assert.Equal(Codes.Of<IntelShare.Indicators.HandlingCode>(), Enum("HandlingCode"));
        Assert.Equal(Codes.Of<IntelShare.Members.Purpose>(), Enum("Purpose"));
        Assert.Equal(Codes.Of<IntelShare.Members.Role>(), Enum("Role"));
        Assert.Equal(Problems.All.Keys.Order(StringComparer.Ordinal), Enum("ProblemCode").Order(StringComparer.Ordinal));

        IEnumerable<string> Enum(string schema) => components[schema]!["enum"]!.AsArray().Select(code => code!.GetValue<string>());
    }

    [Fact]
    public async Task is_open_to_everybody_and_can_be_tried_out()
    {
        using var anonymous = new HttpClient { BaseAddress = hub.Address };
        using var page = await anonymous.GetAsync("/swagger/index.html", Requests.Ct);

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Equal("http", (await ContractDocument.OfAsync(hub)).Json["components"]!["securitySchemes"]!["token"]!["type"]!.GetValue<string>());
    }
}
