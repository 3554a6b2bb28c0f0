using IntelShare.Members;

namespace IntelShare.Api.Host.Store;

/// <summary>What a notice of a credential's end is about: the same end at the same stage, the same id, so that it is told once and found again.</summary>
internal static class CredentialEnds
{
    public static Guid About(Member member, EndingCredential credential, EndStage stage) =>
        Ids.Named($"ends/{member.Id}/{credential.Client}/{(credential.IsKey ? "key" : "token")}/{credential.Id}/{stage.Code()}");
}
