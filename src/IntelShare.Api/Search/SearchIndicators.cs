using FluentValidation;
using IntelShare.Access;
using IntelShare.Api.Host;
using IntelShare.Api.Host.Contract;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using IntelShare.Api.Indicators;
using IntelShare.Indicators;

namespace IntelShare.Api.Search;

/// <summary>Up to 1,000 exact look-ups in one call. A search leaves a trace, so it is a POST.</summary>
internal sealed record SearchIndicators(LookUp[]? Queries);

/// <summary>One value of one kind; <c>platform</c> narrows an account handle.</summary>
internal sealed record LookUp(string? Kind, string? Value, string? Platform);

/// <summary>The best that any match allows: <c>full</c> before <c>hit</c> before <c>none</c>.</summary>
internal enum Outcome
{
    None,
    Hit,
    Full,
}

internal sealed record SearchResult(Outcome Outcome, [property: Holds(typeof(IReadOnlyList<IndicatorView>))] IReadOnlyList<object> Indicators, IReadOnlyList<HitView> Hits)
{
    /// <summary>Of matches that only their own conditions (H3) keep from the asking officer; absent where there are none.</summary>
    public IReadOnlyList<ConditionsToAcknowledge>? Conditions { get; init; }
}

/// <summary>A match that the officer reads in full once it has accepted these conditions. The hit stands beside it.</summary>
internal sealed record ConditionsToAcknowledge(Guid Indicator, string Conditions);

/// <summary>Results in the order of the queries.</summary>
internal sealed record SearchResults(IReadOnlyList<SearchResult> Results);

internal sealed class SearchIndicatorsShape : AbstractValidator<SearchIndicators>
{
    public SearchIndicatorsShape()
    {
        RuleFor(search => search.Queries).Must(queries => queries is { Length: >= 1 and <= 1000 }).WithErrorCode("look-up-count").WithMessage("1 to 1,000 look-ups.");
        RuleForEach(search => search.Queries).NotNull().WithErrorCode("required").WithMessage("A look-up.").ChildRules(query =>
        {
            query.RuleFor(q => q.Kind).Must(kind => kind is not null && Kind.All.ContainsKey(kind)).WithErrorCode("unknown-kind").WithMessage(Kind.Unknown(null, "").Reason);
            query.RuleFor(q => q.Value).Refusing(value => Text.Required(value, "", 2048));
            query.RuleFor(q => q.Platform).Refusing(platform => Text.Optional(platform, "", 64));
        });
    }
}

internal static class SearchIndicatorsEndpoint
{
    public static async Task<Answer> Post(Body<SearchIndicators> body, Visit visit, Records records, Budget budget, Sight sight, Vault vault, CancellationToken ct)
    {
        var queries = body.Command.Queries!;
        if (visit.Case is null && queries.Any(query => Kind.All[query.Kind!].Personal))
        {
            return Problems.Of("case-missing");
        }

        var keys = queries.Select(query => Kind.All[query.Kind!].LookUp(query.Value!, query.Platform)?.Select(value => vault.MatchKey(query.Kind!, value)).ToArray() ?? []).ToArray();
        List<(byte[] Key, Stored Stored)> matching = [];
        if (await budget.SpendAsync(Distinct(keys), async spending => matching = await records.MatchingAsync([.. keys.SelectMany(key => key)], ct, spending)) is { } exhausted)
        {
            return exhausted;
        }

        var found = matching.ToLookup(match => Convert.ToHexString(match.Key), match => match.Stored);
        var reader = visit.Reader();
        var told = new HashSet<Told>();
        var results = keys.Select(Answered).ToArray();
        visit.Hits = [.. results.SelectMany(result => result.Hits).Select(hit => hit.Reference)];
        visit.Found = Distinct(keys.Where((_, i) => results[i].Outcome != Outcome.None));
        return Answer.Json(StatusCodes.Status200OK, new SearchResults(results), [.. told]);

        SearchResult Answered(byte[][] ofQuery)
        {
            var views = new List<object>();
            var conditions = new List<ConditionsToAcknowledge>();
            var hits = new SortedDictionary<string, HitView>(StringComparer.Ordinal);
            foreach (var (key, stored) in ofQuery.SelectMany(key => found[Convert.ToHexString(key)].Select(stored => (key, stored))).DistinctBy(match => match.stored.Record.Id))
            {
                if (sight.Full(reader, stored) is var (view, line))
                {
                    views.Add(view);
                    told.Add(line);
                }
                else if (AccessPolicy.Decide(reader, stored.Record).Level == Level.Hit)
                {
                    if (Acknowledging.ConditionsFor(reader, stored.Record) is { } inForce)
                    {
                        conditions.Add(new(stored.Record.Id, inForce));
                    }

                    hits.TryAdd(stored.Record.Owner, sight.Hit(reader, stored.Record.Owner, key, visit.Registry));
                    told.Add(new(stored.Record.Owner, stored.Record.Id, Level.Hit));
                }
            }

            return new(views.Count > 0 ? Outcome.Full : hits.Count > 0 ? Outcome.Hit : Outcome.None, views, [.. hits.Values]) { Conditions = conditions.Count > 0 ? conditions : null };
        }

        // A value asked for twice, or spelled in two ways, is one.
        int Distinct(IEnumerable<byte[][]> asked) => asked.Where(ofQuery => ofQuery.Length > 0).Select(ofQuery => Convert.ToHexString(ofQuery[0])).Distinct(StringComparer.Ordinal).Count();
    }
}
