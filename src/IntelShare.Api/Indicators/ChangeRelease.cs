using FluentValidation;
using IntelShare.Api.Host.Contract;
using IntelShare.Api.Host.Door;
using IntelShare.Indicators;

namespace IntelShare.Api.Indicators;

/// <summary>Sizes only. Whom an owner may address is decided in <see cref="Release.Check"/>.</summary>
internal sealed class ReleaseShape : AbstractValidator<Release>
{
    private const int Most = 100;

    public ReleaseShape()
    {
        RuleFor(release => release.Full).Must(Fits).WithErrorCode("too-many").WithMessage($"At most {Most} audiences.");
        RuleFor(release => release.Hit).Must(Fits).WithErrorCode("too-many").WithMessage($"At most {Most} audiences.");
        RuleFor(release => release.Excluded).Must(Fits).WithErrorCode("too-many").WithMessage($"At most {Most} audiences.");
    }

    private static bool Fits(string[]? audiences) => audiences is null or { Length: <= Most };
}

internal static class ChangeReleaseEndpoint
{
    [Published(Problems = ["discloser-needed"])]
    public static Task<Answer> Put(string id, Body<Release> body, Visit visit, OwnRecord own, HttpContext http, CancellationToken ct) =>
        own.ChangeAsync(id, visit, http.Request, record => record.ChangeRelease(body.Command, visit.Caller.Roles, visit.Member, visit.Registry, visit.Now), ct);
}
