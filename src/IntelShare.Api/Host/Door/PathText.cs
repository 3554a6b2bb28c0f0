using Microsoft.AspNetCore.Http.Features;

namespace IntelShare.Api.Host.Door;

/// <summary>
/// A name of the caller's own in the path, such as an officer's id. Routing leaves <c>%2F</c> as it stands and decodes the rest,
/// so that <c>a/b</c> and <c>a%2Fb</c> would be one; here each has its own spelling.
/// </summary>
internal static class PathText
{
    /// <summary>Reads one segment strictly, as <see cref="Visit.TryReadWords"/> reads a header, and changes nothing in it.</summary>
    /// <param name="http">The request.</param>
    /// <param name="name">Of the route's parameter.</param>
    /// <param name="most">Upper limit in code points.</param>
    /// <param name="text">The segment, decoded.</param>
    public static bool TryRead(HttpContext http, string name, int most, out string text)
    {
        text = "";
        var route = ((RouteEndpoint)http.GetEndpoint()!).RoutePattern.PathSegments;
        var place = route.TakeWhile(segment => segment.Parts is not [Microsoft.AspNetCore.Routing.Patterns.RoutePatternParameterPart part] || part.Name != name).Count();
        var target = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var path = (target.StartsWith('/') ? target : new Uri(target).PathAndQuery).Split('?')[0];
        var segments = path.Split('/');
        if (segments.Length != route.Count + 1 || Visit.Decode(segments[place + 1]) is not { Length: > 0 } decoded || !Text.IsClean(decoded) || Text.Length(decoded) > most)
        {
            return false;
        }

        text = decoded;
        return true;
    }
}
