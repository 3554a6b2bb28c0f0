using System.Globalization;
using IntelShare.Bench.World;

namespace IntelShare.Bench.Claims;

/// <summary>The same requests over many records beside over ten thousand: two hubs, each on a database of its own, in turns.</summary>
internal static class Growth
{
    private const int Least = 10_000;
    private const int Connections = 8;

    private const string Sizes =
        """
        select relnamespace::regnamespace || '.' || relname, pg_total_relation_size(oid)::float8 from pg_class
        where relkind = 'r' and relnamespace in ('es'::regnamespace, 'doc'::regnamespace, 'intelshare'::regnamespace) order by 2 desc
        """;

    public static async Task<List<Figure>> MeasureAsync(Pace pace, CancellationToken ct)
    {
        await Console.Error.WriteLineAsync("Filling a small database.");
        await using var small = await Database.CreateAsync(Least, ct);
        await using var few = await Child.Hub(small.Folder, small.Settings).ListeningAsync(ct);
        var figures = new List<Figure>();
        foreach (var size in (int[])[pace.Records, pace.Records * 10])
        {
            await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Filling a database with {size:N0} indicators."));
            await using var large = await Database.CreateAsync(size, ct);
            await using var many = await Child.Hub(large.Folder, large.Settings).ListeningAsync(ct);
            figures.AddRange(
            [
                await SizeAsync(large, size, ct),
                Beside("Exact search of a term", 200, database => Counter.Searches(database, "lexicon-entry", reference: null)),
                Beside("List page of 50 terms", 200, database => Counter.Gets(database, "/v1/indicators?kind=lexicon-entry", reference: null)),
                Beside("First 50 changes", 200, database => Counter.Gets(database, "/v1/changes?kind=lexicon-entry&limit=50", reference: null)),
                Beside("Single submit of a term", 201, database => Counter.Submits(database, Connections)),
            ]);

            Figure Beside(string claim, int expected, Func<Database, Func<int, int, ReadOnlyMemory<byte>>> requests) => InTurns.Measure(
                string.Create(CultureInfo.InvariantCulture, $"{claim} at {size:N0} records beside {Least:N0}, {Connections} connections"),
                new(many, large.ServerId, requests(large)), new(few, small.ServerId, requests(small)), Connections, goal: null, expected, pace with { Warm = pace.Warm / 2, WarmUp = pace.WarmUp / 2, Rounds = 3 });
        }

        return figures;
    }

    private static async Task<Figure> SizeAsync(Database database, int records, CancellationToken ct)
    {
        var tables = new List<(string Name, double Bytes)>();
        await using var command = database.Owner.CreateCommand(Sizes);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            tables.Add((reader.GetString(0), reader.GetDouble(1) / records));
        }

        var all = tables.Sum(table => table.Bytes);
        return new(string.Create(CultureInfo.InvariantCulture, $"Stored for a record, of {records:N0}"), "bytes", all, Floor: null, Ratio: null, new(all, all), Goal: null, string.Create(CultureInfo.InvariantCulture,
            $"as submitted, with indexes: {string.Join("; ", tables.Take(6).Select(table => string.Create(CultureInfo.InvariantCulture, $"{table.Name} {table.Bytes:N0}")))}"));
    }
}
