using System.Text;
using IntelShare.FaultLab.Work;

namespace IntelShare.FaultLab.Checks;

/// <summary>
/// Looks into every file of a database and of its nodes, dead rows and write-ahead log included, for the values of sealed kinds, erased or
/// not: they stand there sealed or not at all, so that destroying a key erases them. Values of the other kinds stay in the facts (README, limits).
/// </summary>
internal sealed class ErasureChecker(Journal journal)
{
    private static readonly byte[] Sealed = Encoding.UTF8.GetBytes(LabRecord.SealedPrefix);
    private static readonly byte[] Plain = Encoding.UTF8.GetBytes(LabRecord.PlainPrefix);

    /// <summary>Reads all files.</summary>
    /// <param name="folders">Of the server, its log written out, and of the nodes.</param>
    public void Check(IEnumerable<string> folders)
    {
        var seen = false;
        foreach (var file in folders.SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)))
        {
            var bytes = Read(file);
            seen |= bytes.AsSpan().IndexOf(Plain) >= 0;
            if (bytes.AsSpan().IndexOf(Sealed) is >= 0 and var at)
            {
                journal.Blame(Checks.Check.ErasedFound, $"{Encoding.ASCII.GetString(bytes.AsSpan(at, Math.Min(24, bytes.Length - at)))} stands in the clear in {file}");
            }
        }

        // Values of the other kinds do stand there: whoever finds none looked elsewhere.
        if (!seen && journal.Records.Any(record => record.Id is not null && !record.IsSealed))
        {
            journal.Blame(Checks.Check.ErasedFound, "no value at all was found in the files");
        }
    }

    private static byte[] Read(string file)
    {
        try
        {
            return File.ReadAllBytes(file);
        }
        catch (IOException)
        {
            // Gone meanwhile, or a lock.
            return [];
        }
    }
}
