using System.Collections.Concurrent;
using System.Collections.Frozen;
using IntelShare.Members;
using Microsoft.IdentityModel.Tokens;

namespace IntelShare.Api.Host.Door;

/// <summary>
/// The keys that identity providers publish, as this node knows them. Fetched anew every ten minutes, and where a token names a
/// key that is not known, at most once a minute; what was fetched last is believed for a day when the provider cannot be reached.
/// </summary>
internal sealed partial class IssuerKeys(RegistryCache registry, JwksReader reader, TimeProvider clock, ILogger<IssuerKeys> log) : Rounds(TimeSpan.FromSeconds(15), clock, log)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Stale = TimeSpan.FromDays(1);
    private readonly ConcurrentDictionary<(string Iss, string Address), Published> published = new();

    /// <summary>What one provider publishes.</summary>
    internal sealed class Published
    {
        public FrozenDictionary<string, (SecurityKey Key, string Thumbprint)> Keys { get; set; } = FrozenDictionary<string, (SecurityKey, string)>.Empty;

        /// <summary>When they were fetched last; null: never.</summary>
        public DateTimeOffset? FetchedAt { get; set; }

        /// <summary>Why the last attempt brought none.</summary>
        public string? Problem { get; set; }
        public DateTimeOffset TriedAt { get; set; }
        public DateTimeOffset ExpectedAt { get; set; }
        public Task Fetching { get; set; } = Task.CompletedTask;
    }

    /// <summary>The provider's key of that name, published or uploaded, or null.</summary>
    public SecurityKey? Find(Issuer provider, string kid) => provider.JwksUri is null ? registry.Key(provider.Iss, kid)
        : Of(provider) is { FetchedAt: { } at } known && Clock.GetUtcNow() < at + Stale && known.Keys.TryGetValue(kid, out var key) ? key.Key : null;

    /// <summary>What is known of a provider that publishes its keys; null where nothing is yet.</summary>
    public Published? Of(Issuer provider) => published.GetValueOrDefault((provider.Iss, provider.JwksUri ?? ""));

    /// <summary>Fetches where a token names a key that is not known: providers sign with a new one the moment they have it.</summary>
    public async Task ExpectAsync(Issuer provider, string kid, CancellationToken ct)
    {
        if (provider.JwksUri is null || Find(provider, kid) is not null)
        {
            return;
        }

        var (known, now) = (Entry(provider), Clock.GetUtcNow());
        Task fetching;
        lock (known)
        {
            if (known.Fetching.IsCompleted && now >= known.ExpectedAt + Pause)
            {
                known.ExpectedAt = now;
                known.Fetching = FetchAsync(provider, known);
            }

            fetching = known.Fetching;
        }

        await fetching.WaitAsync(ct);
    }

    public override async Task GoAsync(CancellationToken ct)
    {
        var (providers, now) = (registry.Current.Members.Values.SelectMany(member => member.IssuerCaps.Keys.Select(member.Provider)).OfType<Issuer>().Where(provider => provider.JwksUri is not null).ToList(), Clock.GetUtcNow());
        foreach (var gone in published.Keys.Except(providers.Select(provider => (provider.Iss, provider.JwksUri!))))
        {
            published.TryRemove(gone, out _);
        }

        var fetching = new List<Task>();
        foreach (var provider in providers)
        {
            var known = Entry(provider);
            lock (known)
            {
                if (known.Fetching.IsCompleted && now >= known.TriedAt + (known.Problem is null ? Fresh : Pause))
                {
                    known.Fetching = FetchAsync(provider, known);
                }

                if (!known.Fetching.IsCompleted)
                {
                    fetching.Add(known.Fetching);
                }
            }
        }

        await Task.WhenAll(fetching);
    }

    private Published Entry(Issuer provider) => published.GetOrAdd((provider.Iss, provider.JwksUri!), _ => new());

    private async Task FetchAsync(Issuer provider, Published known)
    {
        // Not ended with the request that began it: others wait for it too.
        var (keys, problem) = await Task.Run(() => reader.ReadAsync(provider.JwksUri!, CancellationToken.None));
        var now = Clock.GetUtcNow();
        if (problem is null)
        {
            var secured = keys.ToFrozenDictionary(key => key.Kid, key => ((SecurityKey)new JsonWebKey(key.Jwk), key.Thumbprint), StringComparer.Ordinal);
            lock (known)
            {
                (known.Keys, known.FetchedAt) = (secured, now);
            }
        }
        else if (known.Problem != problem)
        {
            NotFetched(problem);
        }

        (known.Problem, known.TriedAt) = (problem, now);
    }

    [LoggerMessage(LogLevel.Warning, "Keys of an identity provider were not fetched: {Problem}")]
    private partial void NotFetched(string problem);
}
