using FluentValidation;
using IntelShare.Access;
using IntelShare.Api.Audit;
using IntelShare.Api.Disclosure;
using IntelShare.Api.Host;
using IntelShare.Api.Host.Contract;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using IntelShare.Api.Indicators;
using IntelShare.Api.Keeping;
using IntelShare.Api.Members;
using IntelShare.Api.Notices;
using IntelShare.Api.Search;
using IntelShare.Indicators;
using Marten;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;

namespace IntelShare.Api;

/// <summary>How the hub is put together: what <c>Program</c>, the tests and the measuring programs all start.</summary>
internal static class Hub
{
    private const string DefaultUrl = "http://127.0.0.1:5080";
    private const int LongestBody = 256 * 1024;

    /// <summary>The host's builder with the hub's limits: strict, small, silent about itself.</summary>
    public static WebApplicationBuilder Builder(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        if (builder.Configuration["urls"] is null && string.IsNullOrEmpty(builder.Configuration["http_ports"]) && string.IsNullOrEmpty(builder.Configuration["https_ports"]))
        {
            builder.WebHost.UseUrls(DefaultUrl);
        }

        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LongestBody;
            kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
            kestrel.Limits.MaxRequestHeaderCount = 64;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        });
        // Failures are logged once, at the counter, without values; the libraries would log failed commands as they were sent.
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning).AddFilter("Microsoft.AspNetCore.Diagnostics", LogLevel.None)
            // It says nothing at this level, yet begins an activity for each request.
            .AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None)
            .AddFilter("Marten", LogLevel.None).AddFilter("Npgsql", LogLevel.None);
        return builder;
    }

    /// <summary>Settings as configured.</summary>
    public static Settings Settings(IConfiguration configuration) => configuration.GetSection("IntelShare").Get<Settings>() ?? new();

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
        services.AddSingleton<Sight>().AddSingleton<ETags>().AddSingleton<Streams>().AddSingleton<Trail>().AddSingleton<StandingMember>().AddSingleton<RegistryDesk>().AddSingleton<ReceivedRequest>().AddSingleton<Purses>();
        services.AddSingleton<RegistryCache>().AddHostedService(provider => provider.GetRequiredService<RegistryCache>());
        services.AddSingleton(new JwksReader(settings)).AddSingleton<IssuerKeys>().AddHostedService(provider => provider.GetRequiredService<IssuerKeys>());
        services.AddSingleton<Idempotency>().AddHostedService(provider => provider.GetRequiredService<Idempotency>());
        services.AddSingleton<Knocks>().AddHostedService(provider => provider.GetRequiredService<Knocks>());
        services.AddSingleton<IValidator<Release>, ReleaseShape>().AddSingleton<IValidator<SubmitIndicator>, SubmitIndicatorShape>().AddSingleton<IValidator<SearchIndicators>, SearchIndicatorsShape>()
            .AddSingleton<IValidator<AcknowledgeConditions>, AcknowledgeConditionsShape>();
        services.AddSingleton<CrossMatching>().AddHostedService(provider => provider.GetRequiredService<CrossMatching>());
        services.AddSingleton<ShredList>().AddSingleton<Reviewing>().AddHostedService(provider => provider.GetRequiredService<Reviewing>());
        services.AddSingleton<HandingOver>().AddHostedService(provider => provider.GetRequiredService<HandingOver>());
        services.AddSingleton<Probing>().AddHostedService(provider => provider.GetRequiredService<Probing>());
        services.AddSingleton<Expiring>().AddHostedService(provider => provider.GetRequiredService<Expiring>());
        services.AddSingleton<Reminding>().AddHostedService(provider => provider.GetRequiredService<Reminding>());
        services.AddSingleton<SubjectReminding>().AddHostedService(provider => provider.GetRequiredService<SubjectReminding>());
        services.AddScoped<Visit>().AddScoped<Line>().AddScoped<Records>().AddScoped<Budget>().AddScoped<OwnRecord>().AddScoped<Sightings>().AddScoped<Proposals>().AddScoped<Disclosures>().AddScoped<Recalls>().AddScoped<SubjectRequests>().AddScoped<StandingSubjectRequest>();
        services.AddMarten(options => EventStore.Configure(options, source));
        services.AddHealthChecks().AddCheck<DatabaseReady>("database");
        services.AddContract();
        services.AddExceptionHandler<Failures>().AddProblemDetails();
        // Authentication asks for data protection and would leave a key on disk; tokens need none.
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer();
        services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme).Configure<RegistryCache, IssuerKeys, Settings, TimeProvider>(Tokens.Configure);
        services.AddAuthorizationBuilder().SetFallbackPolicy(new Microsoft.AspNetCore.Authorization.AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        // Routing would answer for a wrong media type by itself: without a code, and off the record. The counter does.
        services.Remove(services.Single(service => service.ServiceType == typeof(MatcherPolicy) && service.ImplementationType?.Name == "AcceptsMatcherPolicy"));
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<Ids>();
        services.TryAddSingleton<Bell>();

        var app = builder.Build();
        await app.Services.GetRequiredService<RegistryCache>().ReloadAsync(ct);
        await app.Services.GetRequiredService<ShredList>().ReplayAsync(ct);
        app.Use((context, next) =>
        {
            // As the answer starts: a failure clears what was set before it.
            context.Response.OnStarting(static response =>
            {
                var headers = ((HttpResponse)response).Headers;
                headers.CacheControl = "no-store";
                headers.XContentTypeOptions = "nosniff";
                headers["Referrer-Policy"] = "no-referrer";
                return Task.CompletedTask;
            }, context.Response);
            return next(context);
        });
        app.UseExceptionHandler();
        app.UseStatusCodePages(context => context.HttpContext.Response.StatusCode switch
        {
            StatusCodes.Status404NotFound => Problems.NotFound().ExecuteAsync(context.HttpContext),
            StatusCodes.Status405MethodNotAllowed => Problems.Of("method-not-allowed").ExecuteAsync(context.HttpContext),
            _ => Task.CompletedTask,
        });
        app.UseContract();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        Routes.Map(app);
        return app;
    }
}
