using System.Text;

namespace IntelShare.Audit;

/// <summary>The revealed details beside the entries, in their order: one line is looked at, and waits for the entry that it speaks of.</summary>
internal sealed class RevealedLines
{
    private readonly HashSet<string> records = new(StringComparer.Ordinal);
    private readonly IEnumerator<ReadOnlyMemory<byte>> lines;
    private Revealed? next;
    private byte[] id = [];
    private long number;
    private Fault? fault;

    public RevealedLines(IEnumerable<ReadOnlyMemory<byte>> file)
    {
        lines = file.GetEnumerator();
        Advance();
    }

    /// <summary>Takes the lines that speak of this entry, which follows those before.</summary>
    public Fault? Take(in Leaf leaf)
    {
        for (var isFirst = true; fault is null && next is not null && (next.Id is null ? leaf.Names(next.Record!) : leaf.Id.SequenceEqual(id)); Advance())
        {
            if (next.Id is not null && (!isFirst || !leaf.Detail.SequenceEqual(Encoding.UTF8.GetBytes(Commitment.Of(Encoded.Base64Url(next.Salt)!, next.Detail!)))))
            {
                return Tampered(isFirst ? "The entry committed to something else." : "An entry's detail stands once, and before its records.");
            }

            isFirst = false;
        }

        return fault;
    }

    /// <summary>A line that no entry took.</summary>
    public Fault? Left() => fault ?? (next is null ? null : Tampered("No entry from there on is spoken of; details stand in the order of the entries."));

    private void Advance()
    {
        next = null;
        if (!lines.MoveNext())
        {
            return;
        }

        number++;
        next = Export.Read<Revealed>(lines.Current.Span);
        fault = next switch
        {
            null => Tampered("Not a line as a hub writes it."),
            _ when Encoded.Base64Url(next.Salt) is not { Length: Commitment.SaltLength } => Tampered("The salt is not 32 bytes."),
            { Id: not null, Detail: not null, Record: null, Indicator: null } => null,
            { Id: null, Detail: null, Record: { } record, Indicator: { } indicator } when record == Commitment.Reference(Encoded.Base64Url(next.Salt), indicator) =>
                records.Add(record) ? null : Tampered("The record stands here twice."),
            _ => Tampered("It reveals neither an entry's detail nor a record by its reference."),
        };
        id = next?.Id is { } name ? Encoding.UTF8.GetBytes(name) : [];
    }

    private Fault Tampered(string what) => new(FaultKind.Tampered, Export.Details, number, what);
}
