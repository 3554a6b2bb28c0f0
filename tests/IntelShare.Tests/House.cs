using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace IntelShare.Tests;

/// <summary>The repository as files, for the rules that no compiler knows.</summary>
internal static class House
{
    private const string Prose = "//[^\\n]*|\"\"\"[\\s\\S]*?\"\"\"|\"([^\"\\\\\\n]|\\\\.)*\"";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static string Root { get; } = Up(Path.GetDirectoryName(Here())!);

    /// <summary>Source files below a folder of the repository, as (path from the root with '/', text).</summary>
    public static IEnumerable<(string Path, string Text)> Sources(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
            .Where(path => !path.Split('/').Any(part => part is "bin" or "obj"))
            .Order(StringComparer.Ordinal)
            .Select(path => (path, File.ReadAllText(Path.Combine(Root, path))));

    /// <summary>The code without comments and without what stands in quotes: words of prose name no type.</summary>
    public static string Code(string text) => Regex.Replace(text, Prose, "", RegexOptions.ExplicitCapture, Patience);

    /// <summary>The first-floor folder below a project: its room; "" for files beside the rooms.</summary>
    public static string Room(string path) => path.Split('/') is [_, _, var room, _, ..] ? room : "";

    public static bool Has(string text, string pattern) => Find(text, pattern).Any();

    /// <summary>What the pattern's group <c>n</c>, or the whole pattern, matches.</summary>
    public static IEnumerable<string> Find(string text, string pattern) =>
        Regex.Matches(text, pattern, RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, Patience)
            .Select(match => match.Groups["n"] is { Success: true } named ? named.Value : match.Value);

    private static string Up(string folder) => File.Exists(Path.Combine(folder, "IntelShare.sln")) ? folder : Up(Path.GetDirectoryName(folder)!);

    private static string Here([CallerFilePath] string path = "") => path;
}
