using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Reports;
using IntelShare.Api.Host;
using IntelShare.Bench.World;
using IntelShare.Indicators;

namespace IntelShare.Bench.Claims;

/// <summary>What a sealed account handle costs beside the query that found it: its key unwrapped, its box opened and read, beside the opening of the same box under the same key.</summary>
public class OpenSealed
{
    private const int Nonce = 12;
    private const int Tag = 16;
    private readonly Vault vault = new(RandomNumberGenerator.GetBytes(32));
    private Indicator record = null!;
    private byte[] wrapped = null!;
    private byte[] key = null!;
    private byte[] box = null!;
    private byte[] place = null!;

    [GlobalSetup]
    public void Seal()
    {
        var now = TimeProvider.System.GetUtcNow();
        var account = Enumerable.Range(0, 100).Select(number => Corpus.Submission(number, now, now)).First(submission => submission.Kind == "account-handle");
        var id = new Ids().Next("bench");
        var fact = (IndicatorSubmitted)Indicator.Submit(account, Cases.Registry.Members["se-noa"], Cases.Registry, now).Facts[0];
        key = Vault.NewRecordKey();
        wrapped = vault.Wrap(id, key);
        record = Indicator.Evolve(current: null, id, Vault.Seal(key, id, fact, version: 1, fact.Secret!.Open!));
        box = record.Secret!.Box!;
        place = Encoding.UTF8.GetBytes($"{id:N}|{record.Secret.Fact}|1");
    }

    [Benchmark]
    public object Open() => vault.Open(record, wrapped);

    /// <summary>Every record has a key of its own, so the cipher is set up anew.</summary>
    [Benchmark]
    public object Decrypt()
    {
        var plain = new byte[box.Length - Nonce - Tag];
        using var aes = new AesGcm(key, Tag);
        aes.Decrypt(box.AsSpan(0, Nonce), box.AsSpan(Nonce, plain.Length), box.AsSpan(Nonce + plain.Length), plain, place);
        return plain;
    }

    internal static Figure Measure(Pace pace)
    {
        var reports = InMemory.Run<OpenSealed>(pace);
        var (ours, floor) = (Of(nameof(Open)), Of(nameof(Decrypt)));
        var time = ours.ResultStatistics!;
        return new("Opening of a sealed account handle, beside the query", "µs", time.Median / 1000, floor.ResultStatistics!.Median / 1000, Ratio: null, new(time.Min / 1000, time.Max / 1000), 5, string.Create(CultureInfo.InvariantCulture,
            $"{ours.GcStats.GetBytesAllocatedPerOperation(ours.BenchmarkCase):N0} bytes allocated beside {floor.GcStats.GetBytesAllocatedPerOperation(floor.BenchmarkCase):N0}"));

        BenchmarkReport Of(string method) => reports.Single(report => report.BenchmarkCase.Descriptor.WorkloadMethod.Name == method);
    }
}
