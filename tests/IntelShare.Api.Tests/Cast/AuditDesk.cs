using IntelShare.Audit;

namespace IntelShare.Api.Tests.Cast;

/// <summary>What a command of the tool came to.</summary>
internal sealed record Said(int Code, string Output, string Error);

/// <summary>An agency's auditor at a machine of its own: the tool, a folder for exports, and what was verified there before.</summary>
internal sealed class AuditDesk(TestHub hub, string member) : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("intelshare-desk-");

    /// <summary>Where exports come from.</summary>
    public Uri Hub { get; set; } = hub.Address;

    public string In(params string[] parts) => Path.Combine([folder.FullName, .. parts]);

    public Task<Said> ExportAsync(string name, params string[] options) =>
        RunAsync(["audit", "export", "--client", member, "--data", hub.DataDirectory, "--hub", Hub.ToString(), "--out", In(name), .. options]);

    public Task<Said> VerifyAsync(string name, params string[] options) => RunAsync(["audit", "verify", In(name), "--state", In("state"), .. options]);

    public Task<Said> ReceiptAsync(string entry, string name, params string[] options) => RunAsync(["audit", "receipt", entry, In(name), "--state", In("state"), .. options]);

    public Task<Said> CompareAsync(string one, string other, params string[] options) => RunAsync(["audit", "compare", In(one), In(other), "--state", In("state"), .. options]);

    /// <summary>Exports and expects it to be done.</summary>
    public async Task ExportedAsync(string name, params string[] options)
    {
        var said = await ExportAsync(name, options);
        Assert.True(said.Code == 0, said.Error);
    }

    /// <summary>Verifies an export whose keys somebody read out, and expects it to be whole.</summary>
    public async Task TrustedAsync(string name)
    {
        var said = await VerifyAsync(name, "--keys", In(name, Export.Keys));
        Assert.True(said.Code == 0, said.Output + said.Error);
    }

    /// <summary>The entries of an export, to the byte.</summary>
    public string[] Entries(string name) => File.ReadAllLines(In(name, Export.Entries));

    public Task<Said> RunAsync(params string[] line) => Toolbox.RunAsync(hub.Clock, line);

    public void Dispose() => folder.Delete(recursive: true);
}
