using System.Runtime.CompilerServices;

namespace IntelShare.Api.Tests.Cast;

/// <summary>Files that are generated, committed and compared. <c>ACCEPT=1</c> rewrites them; the diff is then reviewed.</summary>
internal static class Truth
{
    /// <summary>The folder of IntelShare.sln.</summary>
    public static string Root { get; } = Up(Path.GetDirectoryName(Here())!);

    /// <summary>Compares with the committed file, or rewrites it.</summary>
    public static async Task HoldsAsync(string path, string generated)
    {
        var file = Path.Combine(Root, path);
        if (Environment.GetEnvironmentVariable("ACCEPT") == "1")
        {
            await File.WriteAllTextAsync(file, generated, TestContext.Current.CancellationToken);
        }

        var committed = File.Exists(file) ? await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken) : "";
        Assert.True(committed == generated, $"{path} is not what this version generates. Run the test with ACCEPT=1 and review the difference.");
    }

    private static string Up(string folder) => File.Exists(Path.Combine(folder, "IntelShare.sln")) ? folder : Up(Path.GetDirectoryName(folder)!);

    private static string Here([CallerFilePath] string path = "") => path;
}
