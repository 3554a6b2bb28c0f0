using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace IntelShare.Bench;

/// <summary>What one side did in one round.</summary>
/// <param name="Requests">Answered within the time, all with the expected status.</param>
/// <param name="Seconds">Of the round.</param>
/// <param name="Median">Milliseconds.</param>
/// <param name="Slowest">99th percentile, milliseconds.</param>
internal sealed record Round(int Requests, double Seconds, double Median, double Slowest)
{
    public double PerSecond => Requests / Seconds;

    /// <summary>Microseconds of processor time of the server and PostgreSQL for one request.</summary>
    public double Cost { get; init; }
}

/// <summary>
/// Keep-alive HTTP/1.1 over blocking sockets, one thread per connection: the client shares the processors with what it
/// measures, and this costs least. Both sides get the same bytes.
/// </summary>
internal static class Load
{
    /// <summary>Loads one server for a while and tells what came back.</summary>
    /// <param name="port">On loopback.</param>
    /// <param name="connections">Each with one request under way at a time.</param>
    /// <param name="requests">The n-th request of a connection, whole; only used until the next one is asked for.</param>
    /// <param name="expected">The status of every answer; another one ends the run.</param>
    /// <param name="time">How long.</param>
    public static Round Run(int port, int connections, Func<int, int, ReadOnlyMemory<byte>> requests, int expected, TimeSpan time)
    {
        var latencies = new List<long>[connections];
        Exception? failed = null;
        using var ready = new Barrier(connections);
        var threads = Enumerable.Range(0, connections).Select(connection => new Thread(() =>
        {
            latencies[connection] = new(1 << 16);
            try
            {
                using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = 30_000 };
                socket.Connect(IPAddress.Loopback, port);
                ready.SignalAndWait();
                One(socket, connection, latencies[connection]);
            }
            catch (Exception e)
            {
                failed = e;
            }
        })
        { IsBackground = true }).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        if (failed is not null)
        {
            throw new InvalidOperationException("The load could not be run.", failed);
        }

        var all = latencies.SelectMany(list => list).Order().ToArray();
        return new(all.Length, time.TotalSeconds, At(0.5), At(0.99));

        double At(double part) => all.Length == 0 ? 0 : all[(int)(all.Length * part)] * 1000.0 / Stopwatch.Frequency;

        void One(Socket socket, int connection, List<long> seen)
        {
            // A thousand records are more than a megabyte as they are stored.
            var buffer = new byte[1 << 21];
            var end = Stopwatch.GetTimestamp() + (long)(time.TotalSeconds * Stopwatch.Frequency);
            for (var n = 0; ; n++)
            {
                var began = Stopwatch.GetTimestamp();
                socket.Send(requests(connection, n).Span);
                Receive(socket, buffer, expected);
                var ended = Stopwatch.GetTimestamp();
                if (ended > end)
                {
                    return;
                }

                seen.Add(ended - began);
            }
        }
    }

    /// <summary>Reads one answer with a Content-Length, or in chunks, and returns its body.</summary>
    public static ReadOnlySpan<byte> Receive(Socket socket, byte[] buffer, int expected)
    {
        var filled = 0;
        var body = -1;
        var length = 0;
        do
        {
            var read = socket.Receive(buffer.AsSpan(filled));
            filled += read > 0 ? read : throw new InvalidOperationException("The server hung up.");
            if (body < 0 && buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8) is >= 0 and var end)
            {
                body = end + 4;
                length = Length(buffer.AsSpan(0, body));
            }
        }
        while (body < 0 || (length >= 0 ? filled < body + length : !buffer.AsSpan(body, filled - body).EndsWith("0\r\n\r\n"u8)));

        length = length < 0 ? filled - body : length;

        var status = int.Parse(buffer.AsSpan(9, 3), provider: null);
        return status == expected ? buffer.AsSpan(body, length)
            : throw new InvalidOperationException($"Answered {status}: {Encoding.UTF8.GetString(buffer, body, length)}");
    }

    private static int Length(ReadOnlySpan<byte> head)
    {
        var at = head.IndexOf("Content-Length: "u8);
        if (at < 0)
        {
            return head.IndexOf("Transfer-Encoding: chunked"u8) >= 0 ? -1 : throw new InvalidOperationException("An answer without a length.");
        }

        var digits = head[(at + 16)..];
        return int.Parse(digits[..digits.IndexOf((byte)'\r')], provider: null);
    }
}
