using System.Net;
using System.Security.Cryptography;
using System.Text;
using IntelShare.Api.Host;
using IntelShare.Api.Host.Door;
using IntelShare.Api.Host.Store;
using IntelShare.Keeping;
using IntelShare.Members;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Npgsql;

namespace IntelShare.Api.Keeping;

/// <summary>What an opening does: repeated facts of the registry and of records, the time of which writes are lost, and the database's mark afterwards.</summary>
internal sealed record ReopeningPlan(byte[] Digest, DateTimeOffset LostFrom, DateTimeOffset LostUntil, long Mark, IReadOnlyList<Registered> OfRegistry, IReadOnlyList<Listed> OfRecords, Registry After);

/// <summary>How a reopening ended: opened, or proposed and waiting for a second administrator; or why neither.</summary>
internal sealed record Reopened(bool Done, string? Refusal);

/// <summary>
/// Opens a restored database, by two administrators of the hub with a token each, beside it and before any node serves from it: repeats
/// what was taken away since the backup, tells every agency which time is lost, and begins a new incarnation.
/// </summary>
internal sealed class Reopening(NpgsqlDataSource source, Vault vault, RegistryCache registry, Streams streams, Trail trail, Ids ids, TimeProvider clock, IOptionsMonitor<JwtBearerOptions> tokens)
{
    /// <summary>Works out what is to be done. Changes nothing.</summary>
    /// <param name="lists">Those of every node, each with its mark beside it.</param>
    /// <exception cref="InvalidDataException">A list has no mark, or is not of this hub.</exception>
    public async Task<ReopeningPlan> PlanAsync(IReadOnlyList<string> lists, CancellationToken ct)
    {
        var (facts, marks) = (new List<Listed>(), new List<Mark>());
        foreach (var list in lists)
        {
            marks.Add(await Mark.ReadAsync(list, ct) ?? throw new InvalidDataException($"{Path.GetFileName(list)} has no mark beside it ({Path.GetFileName(Mark.PathOf(list))})."));
            facts.AddRange(await NarrowingList.ReadAsync(list, vault, ct));
        }

        var digest = SHA256.HashData(Encoding.ASCII.GetBytes(string.Join('\n', facts.Select(fact => fact.Id.ToString()).Concat(marks.Select(mark => mark.ToString())))));
        await using var command = source.CreateCommand($"select mark, marked_at, array(select l from unnest($1::uuid[]) l where exists (select from {EventStore.Facts}.mt_events e where e.id = l)) from intelshare.opening");
        command.Parameters.Add(new() { Value = facts.Select(fact => fact.Id).ToArray() });
        await using var row = await command.ExecuteReaderAsync(ct);
        await row.ReadAsync(ct);
        var kept = row.GetFieldValue<Guid[]>(2).ToHashSet();
        var lost = facts.DistinctBy(fact => fact.Id).Where(fact => !kept.Contains(fact.Id)).ToList();
        var (now, before) = (clock.GetUtcNow(), registry.Current);
        var subjects = RegistryFacts.Subjects(before);
        var (after, again) = (before, new List<Registered>());
        foreach (var fact in lost)
        {
            if (subjects.TryGetValue(fact.Stream, out var subject) && Again(after, subject.Room, subject.Id, fact.Fact, now) is { } repeated)
            {
                again.Add(Registered.Of(subject.Room, subject.Id, repeated));
                after = after.After(subject.Room, subject.Id, [repeated]);
            }
            else if (before.PendingActs.FirstOrDefault(act => act.Id == fact.Stream) is { } act && Narrowings.Again(act, fact.Fact, now) is { } refusal)
            {
                again.Add(Registered.Of(act.Id, [refusal]));
            }
        }

        return new(digest, row.GetFieldValue<DateTimeOffset>(1), marks.Select(mark => mark.At).DefaultIfEmpty(now).Max(), marks.Select(mark => mark.Value).Append(row.GetInt64(0)).Max() + 1,
            [.. again.GroupBy(one => one.Stream).Select(one => one.First() with { Facts = [.. one.SelectMany(part => part.Facts)] })], [.. lost.Where(fact => !subjects.ContainsKey(fact.Stream) && fact.Fact is not ActRefused)], after);
    }

    /// <summary>Proposes the plan in the name of a token's administrator, or does it where another has proposed the same.</summary>
    public async Task<Reopened> GoAsync(ReopeningPlan plan, string token, CancellationToken ct)
    {
        var (caller, why) = await AdministratorAsync(plan, token);
        if (caller is null)
        {
            return new(Done: false, $"The token is refused: {why}.");
        }

        await using (var closed = source.CreateCommand("select closed from intelshare.opening"))
        {
            if (await closed.ExecuteScalarAsync(ct) is false)
            {
                return new(Done: false, "The hub is open: there is nothing to open. A hub closes when its mark is higher than its database's.");
            }
        }

        var (by, now) = (Administrator.Of(caller), clock.GetUtcNow());
        await using var find = source.CreateCommand("select id, plan, proposed_by from intelshare.reopening where seconded_at is null");
        await using (var row = await find.ExecuteReaderAsync(ct))
        {
            if (await row.ReadAsync(ct) && row.GetFieldValue<byte[]>(1).AsSpan().SequenceEqual(plan.Digest) && row.GetFieldValue<string[]>(2) is [var member, var client, var officer])
            {
                var id = row.GetGuid(0);
                await row.DisposeAsync();
                return by.IsAnother(new(member, client, officer)) ? await OpenAsync(id, plan, caller, now, ct) : new(Done: false, "Another administrator, at another client, seconds it.");
            }
        }

        await using var propose = source.CreateCommand(
            """
            insert into intelshare.reopening (id, plan, lost_from, lost_until, proposed_by, proposed_at) values ($1, $2, $3, $4, $5, $6)
            on conflict ((true)) where seconded_at is null do update set plan = $2, lost_from = $3, lost_until = $4, proposed_by = $5, proposed_at = $6
            """);
        foreach (var value in (object[])[ids.Next(by.Member), plan.Digest, plan.LostFrom, plan.LostUntil, (string[])[by.Member, by.Client, by.Officer], now])
        {
            propose.Parameters.Add(new() { Value = value });
        }

        await propose.ExecuteNonQueryAsync(ct);
        await trail.EnterAsync(EntryOf(caller, "reopening-proposed", now), ct);
        return new(Done: false, Refusal: null);
    }

    private async Task<Reopened> OpenAsync(Guid id, ReopeningPlan plan, Caller caller, DateTimeOffset now, CancellationToken ct)
    {
        foreach (var lost in plan.OfRecords)
        {
            await using var open = await streams.OpenAsync(lost.Stream, record => Narrowings.Again(record, lost.Fact) is not null, ct, alone: true);
            if (open is not null)
            {
                await streams.ChangeAsync(open, [Narrowings.Again(open.Record, lost.Fact)!], trail.EntryOf(open.Record.Owner, registry.Current, "narrowing-repeated", [lost.Stream]), ct);
            }
        }

        await streams.ReopenAsync(plan.OfRegistry, id, [caller.Member.Id, caller.Client.Id, caller.Officer], plan.Mark, EntryOf(caller, "hub-reopened", now), ct,
            [.. registry.Current.Members.Keys.Select(member => new Notice(member, NoticeKind.HubRestored, id))]);
        return new(Done: true, Refusal: null);
    }

    /// <summary>Whoever signed the token, where that is an administrator also after what is repeated. From which network is not asked: it stands beside the database.</summary>
    private async Task<(Caller? Caller, string? Why)> AdministratorAsync(ReopeningPlan plan, string token)
    {
        var options = tokens.Get(JwtBearerDefaults.AuthenticationScheme);
        var result = await options.TokenHandlers[0].ValidateTokenAsync(token, options.TokenValidationParameters);
        if (result is not { IsValid: true, SecurityToken: JsonWebToken verified })
        {
            return (null, "its signature, lifetime, type or audience");
        }

        var (claims, wrong) = TokenReader.Claims(verified, registry);
        if (wrong is not null || plan.After.Issuing(claims.Issuer) is not { } member || member.Clients.GetValueOrDefault(claims.Client) is not { } client)
        {
            return (null, wrong ?? "key-not-of-client");
        }

        var (caller, reason) = plan.After.With(member with { Clients = member.Clients.SetItem(client.Id, client with { Networks = [] }) }).Admit(claims, IPAddress.Loopback, clock.GetUtcNow());
        return caller?.Roles.Contains(Role.HubAdmin) == true ? (caller, null) : (null, reason ?? "not an administrator of the hub");
    }

    private Entry EntryOf(Caller caller, string act, DateTimeOffset now) =>
        new(ids.Next(caller.Member.Id), now, new(caller.Member.Id, caller.Client.Id, caller.Officer, caller.Key, caller.TokenId), act, "ok", Purpose: null, Case: null, registry.Current.Version, []);

    private static object? Again(Registry registry, RegistryRoom room, string id, object fact, DateTimeOffset now) => room switch
    {
        RegistryRoom.Party => Narrowings.Again(registry.Parties[id], fact, now),
        RegistryRoom.Member => Narrowings.Again(registry.Members[id], fact, now),
        _ => Narrowings.Again(registry.TaskForces[id], fact),
    };
}
