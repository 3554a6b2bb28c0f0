// Makes src/IntelShare/Unicode/characters.bin from the Unicode Character Database. Run it when the pinned version moves:
//   dotnet run --project tests/IntelShare.UnicodeTable -- FOLDER src/IntelShare/Unicode/characters.bin
// FOLDER holds UnicodeData.txt, CaseFolding.txt, Scripts.txt, PropList.txt and emoji-data.txt of unicode.org/Public/17.0.0/ucd.
using IntelShare.UnicodeTable;

if (args is not [var folder, var target])
{
    await Console.Error.WriteLineAsync("Usage: FOLDER of the Unicode Character Database, FILE to write");
    return 2;
}

var ucd = await Ucd.ReadAsync(folder);
var table = new TableWriter(ucd).Write();
await File.WriteAllBytesAsync(target, table);
await Console.Out.WriteLineAsync($"Unicode {ucd.Version}: {table.Length} bytes");
return 0;
