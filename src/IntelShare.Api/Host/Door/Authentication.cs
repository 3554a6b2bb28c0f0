using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace IntelShare.Api.Host.Door;

/// <summary>Authenticates as the framework does, but takes a token that was verified already as it is: the bearer handler is not even made for it.</summary>
internal sealed class Authentication(TokenCache cache, IAuthenticationSchemeProvider schemes, IAuthenticationHandlerProvider handlers, IClaimsTransformation transform, IOptions<AuthenticationOptions> options)
    : AuthenticationService(schemes, handlers, transform, options)
{
    public override Task<AuthenticateResult> AuthenticateAsync(HttpContext context, string? scheme)
    {
        if (cache.Find(context.Request) is not { } known)
        {
            return base.AuthenticateAsync(context, scheme);
        }

        context.Features.Set(known.Claims);
        return known.Result;
    }
}
