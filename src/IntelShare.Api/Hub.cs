using FluentValidation;
using IntelShare.Access;
using IntelShare.Api.Audit;
using IntelShare.Api.Disclosure;
using IntelShare.Api.Exchange;
using IntelShare.Api.Host;
using IntelShare.Api.Host.Contract;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using IntelShare.Api.Indicators;
using IntelShare.Api.Keeping;
using IntelShare.Api.Lexicon;
using IntelShare.Api.Members;
using IntelShare.Api.Misp;
using IntelShare.Api.Notices;
using IntelShare.Api.Scan;
using IntelShare.Api.Search;
using IntelShare.Api.Taxii;
using IntelShare.Indicators;
using Marten;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;

namespace IntelShare.Api;

/// <summary>How the hub is put together: what <c>Program</c>, the tests and the measuring programs all start.</summary>
internal static class Hub
{
    private const string DefaultUrl = "http://127.0.0.1:5080";
    private static readonly string[] Anonymous = ["/openapi", "/swagger", "/.well-known"];
    private const int MostConnections = 5_000;
    private const int LongestBody = 256 * 1024;
    private const int LongestLine = 32 * 1024;

    /// <summary>The host's builder with the hub's limits: strict, small, silent about itself.</summary>
    public static WebApplicationBuilder Builder(string[] args)
    {
        // Settings are read once: a watch for changes would be told of every write to a database below the folder.
        var builder = WebApplication.CreateBuilder(["--hostBuilder:reloadConfigOnChange=false", .. args]);
        if (builder.Configuration["urls"] is null && string.IsNullOrEmpty(builder.Configuration["http_ports"]) && string.IsNullOrEmpty(builder.Configuration["https_ports"]))
        {
            builder.WebHost.UseUrls(DefaultUrl);
        }

        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LongestBody;
            // A hundred ids beside a cursor that carries them again, or the defaults of an import; HTTP/2 counts the line among the headers.
            kestrel.Limits.MaxRequestLineSize = LongestLine;
            kestrel.Limits.MaxRequestHeadersTotalSize = LongestLine + (16 * 1024);
            kestrel.Limits.MaxRequestHeaderCount = 64;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
            kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(60);
            kestrel.Limits.MaxConcurrentConnections = MostConnections;
            kestrel.Limits.Http2.MaxStreamsPerConnection = 64;
        });
        // Failures are logged once, at the counter, without values; the libraries would log failed commands as they were sent.
        builder.Services.AddSilence();
        return builder;
    }

    /// <summary>Settings as configured.</summary>
    /// <exception cref="InvalidOperationException">A file that they name cannot be read.</exception>
    public static Settings Settings(IConfiguration configuration)
    {
        var given = configuration.GetSection("IntelShare").Get<Settings>() ?? new();
        if (given.ConnectionStringFile is not { Length: > 0 } file)
        {
            return given;
        }

        if (!given.Embedded)
        {
            throw new InvalidOperationException("Set IntelShare__ConnectionString or IntelShare__ConnectionStringFile, not both.");
        }

        configuration["IntelShare:ConnectionString"] = SecretFile.Read(file, "connection string");
        given = configuration.GetSection("IntelShare").Get<Settings>()!;
        // An empty file must not start a hub on the embedded default.
        return given.Embedded ? throw new InvalidOperationException("The connection string file is empty.") : given;
    }

    /// <summary>The hub over an open database, its registry loaded; not yet listening.</summary>
    public static async Task<WebApplication> BuildAsync(WebApplicationBuilder builder, Settings settings, NpgsqlDataSource source, byte[] masterKey, CancellationToken ct)
    {
        if (Folding.SelfTest() is { } broken)
        {
            throw new InvalidOperationException($"Unicode normalisation does not work here ({broken}): install ICU and leave InvariantGlobalization off, or match keys would be wrong.");
        }

        var vault = new Vault(masterKey);
        await KeyProof.CheckAsync(source, vault, ct);
        if (settings.Embedded)
        {
            await new Rekey(source, vault).RunAsync(ct);
        }

        var services = builder.Services;
        services.AddSingleton(settings).AddSingleton(source).AddSingleton(vault).AddSingleton(await AuditKeys.ReadAsync(settings, ct));
        services.AddSingleton<Sealer>().AddHostedService(provider => provider.GetRequiredService<Sealer>());
        services.AddSingleton<Retaining>().AddHostedService(provider => provider.GetRequiredService<Retaining>());
        builder.AddTelemetry();
        services.AddSingleton<Sight>().AddSingleton<ETags>().AddSingleton<Streams>().AddSingleton<Trail>().AddSingleton<StandingMember>().AddSingleton<RegistryDesk>().AddSingleton<ConceptsDesk>().AddSingleton<ReceivedRequest>().AddSingleton<Purses>().AddSingleton<Tellings>().AddSingleton<Turnstile>();
        services.AddSingleton<RegistryCache>().AddHostedService(provider => provider.GetRequiredService<RegistryCache>());
        services.AddSingleton(new JwksReader(settings)).AddSingleton<IssuerKeys>().AddHostedService(provider => provider.GetRequiredService<IssuerKeys>());
        services.AddSingleton<Idempotency>().AddHostedService(provider => provider.GetRequiredService<Idempotency>());
        services.AddSingleton<Knocks>().AddHostedService(provider => provider.GetRequiredService<Knocks>());
        services.AddSingleton<IValidator<Release>, ReleaseShape>().AddSingleton<IValidator<SubmitIndicator>, SubmitIndicatorShape>().AddSingleton<IValidator<SearchIndicators>, SearchIndicatorsShape>()
            .AddSingleton<IValidator<AcknowledgeConditions>, AcknowledgeConditionsShape>();
        services.AddSingleton<Vocabulary>().AddSingleton<Tending>().AddHostedService(provider => provider.GetRequiredService<Tending>());
        services.AddSingleton<Tide>().AddHostedService(provider => provider.GetRequiredService<Tide>());
        services.AddSingleton<CrossMatching>().AddHostedService(provider => provider.GetRequiredService<CrossMatching>());
        services.AddSingleton<Reopening>().AddSingleton<NarrowingList>().AddHostedService(provider => provider.GetRequiredService<NarrowingList>());
        services.AddSingleton<ShredList>().AddSingleton<Reviewing>().AddHostedService(provider => provider.GetRequiredService<Reviewing>());
        services.AddSingleton<TellingAnew>().AddHostedService(provider => provider.GetRequiredService<TellingAnew>());
        services.AddSingleton<HandingOver>().AddHostedService(provider => provider.GetRequiredService<HandingOver>());
        services.AddSingleton<Probing>().AddHostedService(provider => provider.GetRequiredService<Probing>());
        services.AddSingleton<Expiring>().AddHostedService(provider => provider.GetRequiredService<Expiring>());
        services.AddSingleton<Reminding>().AddHostedService(provider => provider.GetRequiredService<Reminding>());
        services.AddSingleton<SubjectReminding>().AddHostedService(provider => provider.GetRequiredService<SubjectReminding>());
        services.AddSingleton<ImportTurns>().AddScoped<Visit>().AddScoped<Line>().AddScoped<Records>().AddScoped<Changes>().AddScoped<Follow>().AddScoped<LongVisit>().AddScoped<Export>().AddScoped<ImportRows>().AddScoped<Import>().AddScoped<ActOnImport>().AddScoped<Shelf>().AddScoped<Feed>().AddScoped<ReadableEntries>().AddScoped<LexiconForm>().AddScoped<Budget>().AddScoped<OwnRecord>().AddScoped<Sightings>().AddScoped<Proposals>().AddScoped<Disclosures>().AddScoped<Recalls>().AddScoped<RecallNamed>().AddScoped<SubjectRequests>().AddScoped<StandingSubjectRequest>();
        services.AddMarten(options => EventStore.Configure(options, source));
        services.AddHealthChecks().AddCheck<DatabaseReady>("database");
        services.AddContract();
        services.AddExceptionHandler<Failures>().AddProblemDetails();
        // Authentication asks for data protection and would leave a key on disk; tokens need none.
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services.AddSingleton<TokenCache>().AddScoped<IAuthenticationService, Authentication>();
        services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer();
        services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme).Configure<RegistryCache, IssuerKeys, TokenCache, Settings, TimeProvider>(Tokens.Configure);
        services.AddRateLimiter(_ => { });
        services.AddAuthorizationBuilder().SetFallbackPolicy(new Microsoft.AspNetCore.Authorization.AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        // Routing would answer for a wrong media type by itself: without a code, and off the record. The counter does.
        services.Remove(services.Single(service => service.ServiceType == typeof(MatcherPolicy) && service.ImplementationType?.Name == "AcceptsMatcherPolicy"));
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<Ids>();
        services.TryAddSingleton<Bell>();

        var app = builder.Build();
        await app.Services.GetRequiredService<RegistryCache>().ReloadAsync(ct);
        await app.Services.GetRequiredService<ShredList>().ReplayAsync(ct);
        // Before anybody walks: a walk is told of nothing that was taken away before it began.
        await app.Services.GetRequiredService<Tide>().GoAsync(ct);
        app.UseForwardedHeaders(Listening.Forwarded(settings));
        app.UseAnswerHeaders();
        app.UseExceptionHandler();
        app.UseStatusCodePages(context => context.HttpContext.Response.StatusCode switch
        {
            StatusCodes.Status404NotFound => Problems.NotFound().ExecuteAsync(context.HttpContext),
            StatusCodes.Status405MethodNotAllowed => Problems.Of("method-not-allowed").ExecuteAsync(context.HttpContext),
            _ => Task.CompletedTask,
        });
        var turnstile = app.Services.GetRequiredService<Turnstile>();
        // What anybody may read spends too; the contract is written anew for each.
        app.UseWhen(context => Anonymous.Any(path => context.Request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase)), anonymous => anonymous.Use((context, next) =>
            turnstile.Spend(context.Connection.RemoteIpAddress) is { } tooMany ? tooMany.ExecuteAsync(context) : next(context)));
        app.UseContract();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseRateLimiter(new() { GlobalLimiter = turnstile.Members, OnRejected = (rejected, _) => turnstile.RefuseAsync(rejected.HttpContext) });
        Routes.Map(app);
        return app;
    }
}
