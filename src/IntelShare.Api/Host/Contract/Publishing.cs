using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace IntelShare.Api.Host.Contract;

/// <summary>
/// The contract as the hub publishes it: OpenAPI 3.1 at <c>/openapi/intelshare.v1.json</c>, to try out at <c>/swagger</c>.
/// Both are open to everybody, since they tell nothing of what is kept. The committed copy is <c>openapi/intelshare.v1.json</c>.
/// </summary>
internal static class Publishing
{
    private const string Document = "v1";
    private const string Token = "token";
    private const string Password = "tokenAsPassword";

    public static void AddContract(this IServiceCollection services)
    {
        services.AddEndpointsApiExplorer();
        services.AddSingleton<ISerializerDataContractResolver, WireTypes>();
        services.AddSwaggerGen(contract =>
        {
            contract.SwaggerDoc(Document, Preface.Info());
            contract.CustomSchemaIds(Names.Schema);
            contract.CustomOperationIds(route => Names.Operation(Names.Handler(route)));
            contract.TagActionsBy(route => [Names.Room(Names.Handler(route))]);
            contract.SchemaFilter<Unions>();
            contract.SchemaFilter<Meanings>();
            contract.SchemaFilter<Submissions>();
            contract.OperationFilter<Operations>();
            contract.DocumentFilter<Whole>();
            contract.AddSecurityDefinition(Token, new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                BearerFormat = "JWT",
                Description = "RFC 9068 access token (typ at+jwt, ES256 or PS256) that the member signs itself with a registered client key; at most 10 minutes long, or registered before its use.",
            });
            contract.AddSecurityDefinition(Password, new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "basic",
                Description = "For machines that know nothing else: the client's id, and such a token as the password.",
            });
            contract.AddSecurityRequirement(document => new() { [new(Token, document)] = [] });
            contract.AddSecurityRequirement(document => new() { [new(Password, document)] = [] });
        });
    }

    /// <summary>Stands before routing, so that no policy for routes asks for a token.</summary>
    public static void UseContract(this IApplicationBuilder app)
    {
        app.UseSwagger(contract =>
        {
            contract.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            contract.RouteTemplate = "openapi/intelshare.{documentName}.json";
        });
        app.UseSwaggerUI(page =>
        {
            page.SwaggerEndpoint($"/openapi/intelshare.{Document}.json", "IntelShare " + Document);
            page.DocumentTitle = "IntelShare";
            page.EnableTryItOutByDefault();
            page.ShowExtensions();
            // Left unset, the page would tell a public validator the address of every hub that is not on localhost.
            page.EnableValidator("none");
            page.DefaultModelsExpandDepth(0);
        });
    }
}
