using System.Text;
using System.Text.Encodings.Web;

namespace IntelShare.Api.Host;

/// <summary>
/// JSON text in which emoji stay emoji. The framework's relaxed encoder writes every character beyond the basic plane as two
/// escapes, and a lexicon of emoji would be unreadable. The answers are application/json, never HTML.
/// </summary>
internal sealed unsafe class EmojiEncoder : JavaScriptEncoder
{
    public static readonly EmojiEncoder Instance = new();
    private static readonly JavaScriptEncoder Relaxed = UnsafeRelaxedJsonEscaping;

    public override int MaxOutputCharactersPerInputCharacter => Relaxed.MaxOutputCharactersPerInputCharacter;

    public override bool WillEncode(int unicodeScalar) => unicodeScalar <= char.MaxValue && Relaxed.WillEncode(unicodeScalar);

    public override bool TryEncodeUnicodeScalar(int unicodeScalar, char* buffer, int bufferLength, out int numberOfCharactersWritten) =>
        Relaxed.TryEncodeUnicodeScalar(unicodeScalar, buffer, bufferLength, out numberOfCharactersWritten);

    public override int FindFirstCharacterToEncode(char* text, int textLength)
    {
        for (var from = 0; ;)
        {
            var found = Relaxed.FindFirstCharacterToEncode(text + from, textLength - from);
            if (found < 0 || from + found + 1 >= textLength || !char.IsSurrogatePair(text[from + found], text[from + found + 1]))
            {
                return found < 0 ? found : from + found;
            }

            from += found + 2;
        }
    }

    public override int FindFirstCharacterToEncodeUtf8(ReadOnlySpan<byte> utf8Text)
    {
        for (var from = 0; ;)
        {
            var found = Relaxed.FindFirstCharacterToEncodeUtf8(utf8Text[from..]);
            if (found < 0 || Rune.DecodeFromUtf8(utf8Text[(from + found)..], out var rune, out var length) != System.Buffers.OperationStatus.Done || rune.IsBmp)
            {
                return found < 0 ? found : from + found;
            }

            from += found + length;
        }
    }
}
