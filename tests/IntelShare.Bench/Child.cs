using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace IntelShare.Bench;

/// <summary>A server in a process of its own, listening on a port of loopback.</summary>
internal sealed class Child : IAsyncDisposable
{
    private readonly Process process;

    private Child(Process process, int port, string log) => (this.process, Port, Log) = (process, port, log);

    public int Port { get; }

    public string Log { get; }

    public int Id => process.Id;

    /// <summary>Resident, in MB.</summary>
    public double Memory
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64 / 1e6;
        }
    }

    /// <summary>The Api as it is shipped, with its own run-time settings.</summary>
    public static Child Hub(string folder, (string Name, string Value)[] settings, string? build = null)
    {
        var port = FreePort();
        return Start(folder, build is null ? "hub.log" : "beside.log", port, [Path.Combine(build ?? AppContext.BaseDirectory, "IntelShare.Api.dll"), "--urls", $"http://127.0.0.1:{port}"], settings);
    }

    public static Child Floor(string folder, (string Name, string Value)[] settings) => OfThis("floor", folder, settings);

    /// <summary>The Api with a sweep on demand.</summary>
    public static Child SweepingHub(string folder, (string Name, string Value)[] settings) => OfThis("hub", folder, settings);

    /// <summary>Waits until somebody answers on the port.</summary>
    public async Task<Child> ListeningAsync(CancellationToken ct)
    {
        while (true)
        {
            using var probe = new Socket(SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await probe.ConnectAsync(IPAddress.Loopback, Port, ct);
                return this;
            }
            catch (SocketException) when (!process.HasExited)
            {
                await Task.Delay(5, ct);
            }
            catch (SocketException refused)
            {
                throw new InvalidOperationException($"The server ended: {await File.ReadAllTextAsync(Log, ct)}", refused);
            }
        }
    }

    /// <summary>Asks it to stop, as an operator would, and waits for its end.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            using var kill = Process.Start("/bin/kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
            await process.WaitForExitAsync();
        }

        process.Dispose();
    }

    /// <summary>One of the servers that this program can be.</summary>
    private static Child OfThis(string name, string folder, (string Name, string Value)[] settings)
    {
        var port = FreePort();
        return Start(folder, name + ".log", port, [Path.Combine(AppContext.BaseDirectory, "IntelShare.Bench.dll"), name, port.ToString(CultureInfo.InvariantCulture)], settings);
    }

    private static Child Start(string folder, string log, int port, string[] words, (string Name, string Value)[] settings)
    {
        var file = Path.Combine(folder, log);

        // The shell opens the log, since a full pipe would stop the server, and then becomes it.
        var start = new ProcessStartInfo("/bin/sh", ["-c", "exec \"$@\" >\"$0\" 2>&1", file, Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet", .. words])
        {
            WorkingDirectory = folder,
        };
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        return new(Process.Start(start)!, port, file);
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
