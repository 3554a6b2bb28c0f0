using IntelShare.Api.Host;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace IntelShare.Bench.Floor;

/// <summary>
/// What a good engineer would write who owed nobody anything but the answer and its audit row: bare Kestrel, bare Npgsql
/// with prepared statements on one connection per request, no authentication, no law. It takes the same requests.
/// </summary>
internal static class FloorServer
{
    public static async Task RunAsync(string port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:" + port);
        var settings = builder.Configuration.GetSection("IntelShare").Get<Settings>()!;
        await using var source = Database.Open(settings.ConnectionString!);
        var vault = new Vault(Convert.FromBase64String(settings.MasterKey!));
        await using var app = builder.Build();
        var submit = await BareSubmit.CreateAsync(source, vault);
        var erase = await BareErase.CreateAsync(source, settings.ShredList!);
        app.MapPost("/v1/searches", new BareSearch(source, vault).AnswerAsync);
        app.MapPost("/v1/indicators", submit.AnswerAsync);
        app.MapGet("/v1/indicators", new BareList(source).AnswerAsync);
        app.MapPost("/v1/indicators/{id}/erasure", erase.AnswerAsync);
        app.MapPost("/sweep", erase.SweepAsync);
        await app.RunAsync();
    }

    public static Task WriteAsync(HttpContext http, int status, ReadOnlyMemory<byte> json)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = json.Length;
        return http.Response.Body.WriteAsync(json, http.RequestAborted).AsTask();
    }

    /// <summary>The strings under a name, wherever in the body, without a model.</summary>
    public static async Task<List<string>> ReadStringsAsync(HttpContext http, ReadOnlyMemory<byte> name)
    {
        var reader = http.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(http.RequestAborted);
            if (read.IsCompleted)
            {
                var found = Find(new(read.Buffer), name.Span);
                reader.AdvanceTo(read.Buffer.End);
                return found;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }

        static List<string> Find(System.Text.Json.Utf8JsonReader json, ReadOnlySpan<byte> name)
        {
            var found = new List<string>();
            while (json.Read())
            {
                if (json.TokenType == System.Text.Json.JsonTokenType.PropertyName && json.ValueTextEquals(name))
                {
                    json.Read();
                    found.Add(json.GetString()!);
                }
            }

            return found.Count > 0 ? found : throw new InvalidOperationException("The body lacks what is asked for.");
        }
    }
}
