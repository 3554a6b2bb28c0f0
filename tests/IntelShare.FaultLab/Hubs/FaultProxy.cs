using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace IntelShare.FaultLab.Hubs;

/// <summary>Carries the connections of one node to its database, well or as badly as it is told.</summary>
internal sealed class FaultProxy : IAsyncDisposable
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(10);

    /// <summary>How PostgreSQL says that a transaction is committed: a CommandComplete with this tag.</summary>
    private static readonly byte[] Committed = [(byte)'C', 0, 0, 0, 11, .. "COMMIT\0"u8];

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<Socket, byte> open = new();
    private readonly CancellationTokenSource over = new();
    private readonly Task accepting;
    private readonly int target;
    private readonly TimeProvider clock;
    private volatile Ailment ailment = Ailment.None;
    private int commits;

    public FaultProxy(int target, TimeProvider clock)
    {
        (this.target, this.clock) = (target, clock);
        listener.Start();
        accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public Ailment Ailment
    {
        get => ailment;
        set
        {
            ailment = value;
            if (value.Cuts)
            {
                foreach (var socket in open.Keys)
                {
                    Reset(socket);
                }
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await over.CancelAsync();
        listener.Dispose();
        await accepting;
        foreach (var socket in open.Keys)
        {
            Reset(socket);
        }
    }

    private async Task AcceptAsync()
    {
        await Task.Yield();
        try
        {
            while (true)
            {
                var node = await listener.AcceptSocketAsync(over.Token);
                if (ailment.Cuts)
                {
                    Reset(node);
                }
                else
                {
                    _ = CarryAsync(node);
                }
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The lab is over.
        }
    }

    private async Task CarryAsync(Socket node)
    {
        using var database = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using (node)
        {
            node.NoDelay = true;
            open[node] = open[database] = 0;
            try
            {
                await database.ConnectAsync(IPAddress.Loopback, target, over.Token);
                await Task.WhenAny(PumpAsync(node, database, fromDatabase: false), PumpAsync(database, node, fromDatabase: true));
            }
            catch (Exception away) when (away is SocketException or ObjectDisposedException or OperationCanceledException)
            {
                Reset(node);
            }
            finally
            {
                open.TryRemove(node, out _);
                open.TryRemove(database, out _);
            }
        }
    }

    /// <summary>Carries one direction until either side ends.</summary>
    private async Task PumpAsync(Socket from, Socket to, bool fromDatabase)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            for (int read; (read = await from.ReceiveAsync(buffer, over.Token)) > 0;)
            {
                var now = ailment;
                if (fromDatabase && now.DropsCommitOneIn > 0 && buffer.AsSpan(0, read).IndexOf(Committed) >= 0 && Interlocked.Increment(ref commits) % now.DropsCommitOneIn == 0)
                {
                    Reset(to);
                    return;
                }

                for (; now.Stalls; now = ailment)
                {
                    await Task.Delay(Glance, clock, over.Token);
                }

                if (now.Delay > TimeSpan.Zero)
                {
                    await Task.Delay(now.Delay, clock, over.Token);
                }

                var piece = now.Slice > 0 ? now.Slice : read;
                for (var sent = 0; sent < read; sent += piece)
                {
                    await to.SendAsync(buffer.AsMemory(sent, Math.Min(piece, read - sent)), over.Token);
                }
            }
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The other side is told by the caller, who closes both.
        }
    }

    /// <summary>Ends a connection by RST, as a firewall or a dying machine does.</summary>
    private static void Reset(Socket socket)
    {
        try
        {
            socket.LingerState = new(enable: true, seconds: 0);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // Ended by itself.
        }

        socket.Dispose();
    }
}
