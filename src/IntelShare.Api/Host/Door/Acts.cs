using IntelShare.Members;

namespace IntelShare.Api.Host.Door;

/// <summary>What a route needs and how it stands in the trail. Every route under <c>/v1</c> has exactly one.</summary>
/// <param name="Name">The act in the trail, as the field says it.</param>
/// <param name="Roles">Any one of these; empty: every authenticated caller.</param>
/// <param name="StatesPurpose">Whether <c>Intel-Purpose</c> is mandatory: every content read, search and export.</param>
internal sealed record Act(string Name, IReadOnlyList<Role> Roles, bool StatesPurpose);

internal static class Acts
{
    /// <summary>Declares the act of a route that reads content: purpose mandatory.</summary>
    public static RouteHandlerBuilder Reads(this RouteHandlerBuilder route, string act, params Role[] roles) => route.WithMetadata(new Act(act, roles, StatesPurpose: true));

    /// <summary>Declares the act of any other route.</summary>
    public static RouteHandlerBuilder Does(this RouteHandlerBuilder route, string act, params Role[] roles) => route.WithMetadata(new Act(act, roles, StatesPurpose: false));
}
