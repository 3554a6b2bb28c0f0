using IntelShare.Api.Host;

namespace IntelShare.Api.Scan;

/// <summary>Reads the lexicon as the node starts and each minute, so that a scan finds little new and waits for no copy of the terms.</summary>
internal sealed class Tending(Vocabulary vocabulary, TimeProvider clock, ILogger<Tending> log) : Rounds(TimeSpan.FromMinutes(1), clock, log, atStart: true)
{
    public override Task GoAsync(CancellationToken ct) => vocabulary.TendAsync(ct);
}
