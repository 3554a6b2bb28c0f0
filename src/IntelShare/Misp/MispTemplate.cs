using IntelShare.Indicators.Kinds;
using IntelShare.Stix;

namespace IntelShare.Misp;

/// <summary>
/// The object that holds a record of one kind. Its attributes are few and always the same: MISP deletes only what it is told to, so
/// all that was ever made of a record can be named without its content.
/// </summary>
/// <param name="Name">Of the template.</param>
/// <param name="Id">Of the template.</param>
/// <param name="Version">Of the template.</param>
/// <param name="Description">Of the template.</param>
/// <param name="Category">Of its attributes.</param>
/// <param name="Relations">Of its attributes; <see cref="Whole"/> last.</param>
internal sealed record MispTemplate(string Name, Guid Id, int Version, string Description, string Category, IReadOnlyList<string> Relations)
{
    /// <summary>The attribute that carries the whole record.</summary>
    public const string Whole = "intelshare-record";

    /// <summary>MISP's own.</summary>
    public static readonly MispTemplate Account = new(
        "user-account", new("49606b06-22f0-4ac8-8eee-2f12ad46f3d3"), 6, "User-account object, defining aspects of user identification, authentication, privileges and other relevant data points.", "Social network", ["account-type", "username", "user-id", "link", Whole]);

    public static readonly MispTemplate Term = Own("intelshare-term", "A sense of a term or emoji of coded language.", "term");

    public static readonly MispTemplate Pattern = Own("intelshare-recruitment-pattern", "A way of recruiting that repeats.", "title", "description");

    private static readonly MispTemplate Other = Own("intelshare-record", "A crime-market indicator.");

    public static MispTemplate Of(RecordOrigin origin) =>
        origin.Names(typeof(AccountHandle)) ? Account : origin.Names(typeof(LexiconEntry)) ? Term : origin.Names(typeof(RecruitmentPattern)) ? Pattern : Other;

    private static MispTemplate Own(string name, string description, params IReadOnlyList<string> relations) => new(name, MispIds.Template(name), 1, description, "Other", [.. relations, Whole]);
}
