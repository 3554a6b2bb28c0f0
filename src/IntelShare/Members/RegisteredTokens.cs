namespace IntelShare.Members;

/// <summary>Register a token that a machine carries for longer than ten minutes, because it cannot sign its own.</summary>
/// <param name="ExpiresAt">Its <c>exp</c>, or later; at most 90 days ahead.</param>
public sealed record RegisterToken(DateTimeOffset? ExpiresAt);

/// <summary>Refuse a registered token from the next answer on.</summary>
/// <param name="Reason">At most 500 code points.</param>
public sealed record RevokeToken(string? Reason);

/// <summary>A long token was registered before its use.</summary>
public sealed record TokenRegistered(string Client, string Token, DateTimeOffset ExpiresAt, DateTimeOffset At);

/// <summary>A registered token is refused from then on.</summary>
public sealed record TokenRevoked(string Client, string Token, string Reason, DateTimeOffset At);

/// <summary>A token by its <c>jti</c>. Of the token itself the hub keeps nothing.</summary>
/// <param name="ExpiresAt">First moment without it.</param>
/// <param name="RegisteredAt">When it was registered.</param>
/// <param name="RevokedAt">When it was revoked.</param>
public sealed record RegisteredToken(DateTimeOffset ExpiresAt, DateTimeOffset RegisteredAt, DateTimeOffset? RevokedAt = null)
{
    /// <summary>True while requests may carry it.</summary>
    public bool IsTrusted(DateTimeOffset moment) => RevokedAt is null && moment < ExpiresAt;
}

/// <content>
/// Long tokens: of machines that pull with the one role feed, from networks of their own. Whoever finds one elsewhere, or for
/// anything else, has nothing.
/// </content>
public sealed partial record Member
{
    private const int TokenDays = 90;
    private const int MostTokens = 100;

    /// <summary>Decides a registration.</summary>
    public static Decision Register(Client client, string token, RegisterToken command, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(command);
        return command.ExpiresAt switch
        {
            null => Decision.Refuse(new Refusal("required", "/expiresAt", "The first moment without the token.")),
            { } end when end <= now => Decision.Refuse(new Refusal("until-in-the-past", "/expiresAt", "A token ends after this moment.")),
            { } end when end > now.AddDays(TokenDays) => Decision.Refuse(new Refusal("until-too-late", "/expiresAt", $"At most {TokenDays} days ahead.")),
            _ when !client.MayCarryTokens => Decision.Refuse(new Refusal("not-a-feed", "", "Only a client with the one role feed, and networks of its own, carries long tokens.")),
            { } end when client.Tokens.TryGetValue(token, out var known) => known.RevokedAt is null && known.ExpiresAt == end ? Decision.AlreadySo : Decision.Refuse(new Refusal("token-taken", "", "A token of this id is, or was, registered.")),
            _ when client.Tokens.Values.Count(known => known.IsTrusted(now)) >= MostTokens => Decision.Refuse(new Refusal("too-many-tokens", "", $"At most {MostTokens} at a time.")),
            { } end => Decision.Accept(new TokenRegistered(client.Id, token, end, now)),
        };
    }

    /// <summary>Decides the end of one.</summary>
    public static Decision RevokeToken(Client client, string token, RevokeToken command, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(command);
        return Reasoned(command.Reason, client.Tokens.GetValueOrDefault(token)?.IsTrusted(now) == true
            ? Decision.Accept(new TokenRevoked(client.Id, token, command.Reason!, now))
            : Decision.Refuse(new Refusal("token-not-trusted", "", "No such token of the client is trusted.")));
    }
}
