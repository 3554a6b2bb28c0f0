namespace IntelShare.Unicode;

/// <summary>What each class of characters does.</summary>
public sealed partial class FoldedText
{
    /// <summary>Most marks in a row that are put in order; more are dropped, as the Stream-Safe Text Format of UAX #15 has it.</summary>
    private const int MostMarks = 30;

    private const int BlackFlag = 0x1F3F4;
    private const int FirstSyllable = 0xAC00;
    private const int FirstLeading = 0x1100;
    private const int FirstVowel = 0x1161;
    private const int BeforeTrailing = 0x11A7;
    private const int Vowels = 21;
    private const int Trailings = 28;

    private readonly (int At, int Class)[] marks = new (int, int)[MostMarks];
    private int markCount;
    private int markEnd;

    private Part last;
    private bool keeps;
    private bool joined;
    private int symbol;

    /// <summary>What an open or extensible token is; words are told by their open edge.</summary>
    private enum Part { Separator, Solo, Symbol, SkinTone, Regional }

    private static ReadOnlySpan<byte> Joiner => "\u200D"u8;

    private void Fold(int character, uint entry, ReadOnlySpan<byte> utf8)
    {
        var sort = CharacterTable.ClassOf(entry);
        if (CharacterTable.IsMarked(entry) && (kept & Kept.Marks) != Kept.None)
        {
            FoldEach(CharacterTable.Marked(entry));
            return;
        }

        var folded = CharacterTable.IsItself(entry) ? utf8 : CharacterTable.Folded(entry);
        switch (sort)
        {
            case CharacterClass.Plain or CharacterClass.Letter:
                BeginWord();
                keeps = sort == CharacterClass.Letter;
                Put(folded);
                break;
            case CharacterClass.Ignorable:
                break;
            case CharacterClass.Symbol when last == Part.Symbol && joined && !InWord:
                Put(Joiner);
                Extend(utf8);
                joined = false;
                break;
            case CharacterClass.Symbol:
                PutToken(folded, Part.Symbol);
                symbol = character;
                break;
            case CharacterClass.Solo:
                PutToken(folded, Part.Solo);
                break;
            case CharacterClass.Separator:
                Separate(folded is [var sign] ? sign : (byte)' ');
                break;
            case CharacterClass.Keycap when last == Part.Separator && !InWord && bytes[length - 1] is (byte)'#' or (byte)'*':
                edges[edge++] = length - 1;
                Put(folded);
                edges[edge++] = length;
                break;
            case CharacterClass.Mark or CharacterClass.Keycap:
                FoldMark(sort == CharacterClass.Mark ? CharacterTable.CombiningClassOf(entry) : 0, folded);
                break;
            case CharacterClass.SpacingMark:
                if (last != Part.Solo)
                {
                    BeginWord();
                }

                PutMark(CharacterTable.CombiningClassOf(entry), folded);
                break;
            case CharacterClass.Hangul:
                FoldSyllable(character - FirstSyllable);
                break;
            case CharacterClass.Sequence:
                FoldEach(folded);
                break;
            default:
                FoldPartOfEmoji(sort, folded);
                break;
        }
    }

    private void FoldEach(ReadOnlySpan<byte> sequence)
    {
        while (sequence.Length > 0)
        {
            var (character, taken) = Decode(sequence);
            var entry = CharacterTable.Of(character);
            var sort = CharacterTable.ClassOf(entry);
            // A sequence is folded already; what is left of an entry is its class.
            Fold(character, CharacterTable.Pack(sort, sort is CharacterClass.Mark or CharacterClass.SpacingMark ? CharacterTable.CombiningClassOf(entry) : 0), sequence[..taken]);
            sequence = sequence[taken..];
        }
    }

    private void FoldPartOfEmoji(CharacterClass sort, ReadOnlySpan<byte> utf8)
    {
        switch (sort)
        {
            case CharacterClass.SkinTone when last == Part.Symbol && !InWord:
                joined = false;
                if ((kept & Kept.SkinTones) != Kept.None)
                {
                    Extend(utf8);
                }

                break;
            case CharacterClass.SkinTone:
                PutToken(utf8, Part.SkinTone);
                break;
            case CharacterClass.Joiner:
                joined = last == Part.Symbol && !InWord;
                break;
            case CharacterClass.Regional when last == Part.Regional && !InWord:
                Extend(utf8);
                last = Part.Separator;
                break;
            case CharacterClass.Regional:
                PutToken(utf8, Part.Regional);
                break;
            case CharacterClass.Tag:
                joined = false;
                if (last == Part.Symbol && !InWord && symbol == BlackFlag)
                {
                    Extend(utf8);
                }

                break;
        }
    }

    private void FoldSyllable(int index)
    {
        BeginWord();
        keeps = true;
        PutLetter(FirstLeading + (index / (Vowels * Trailings)));
        PutLetter(FirstVowel + (index % (Vowels * Trailings) / Trailings));
        if (index % Trailings is > 0 and var trailing)
        {
            PutLetter(BeforeTrailing + trailing);
        }

        void PutLetter(int letter) => Put([(byte)(0xE0 | (letter >> 12)), (byte)(0x80 | ((letter >> 6) & 0x3F)), (byte)(0x80 | (letter & 0x3F))]);
    }

    private void FoldMark(int combiningClass, ReadOnlySpan<byte> utf8)
    {
        joined = false;
        if (InWord ? keeps || (kept & Kept.Marks) != Kept.None : last == Part.Solo)
        {
            PutMark(combiningClass, utf8);
        }
    }

    private void PutMark(int combiningClass, ReadOnlySpan<byte> utf8)
    {
        if (markEnd != length || combiningClass == 0)
        {
            markCount = 0;
        }

        if (markCount == MostMarks)
        {
            return;
        }

        // Marks of one letter come in any order and mean the same in each: the canonical one is stable by combining class.
        var place = markCount;
        while (combiningClass != 0 && place > 0 && marks[place - 1].Class > combiningClass)
        {
            place--;
        }

        var at = place == markCount ? length : marks[place].At;
        bytes.AsSpan(at, length - at).CopyTo(bytes.AsSpan(at + utf8.Length));
        utf8.CopyTo(bytes.AsSpan(at));
        length += utf8.Length;
        if (combiningClass != 0)
        {
            for (var i = markCount++; i > place; i--)
            {
                marks[i] = (marks[i - 1].At + utf8.Length, marks[i - 1].Class);
            }

            marks[place] = (at, combiningClass);
        }

        markEnd = length;
        if (!InWord)
        {
            edges[edge - 1] = length;
        }
    }

    private void Separate(byte sign)
    {
        EndWord();
        bytes[length++] = sign;
        (last, joined) = (Part.Separator, false);
    }

    private void BeginWord()
    {
        if (!InWord)
        {
            edges[edge++] = length;
            (last, keeps, joined) = (Part.Separator, false, false);
        }
    }

    private void EndWord()
    {
        if (InWord)
        {
            edges[edge++] = length;
        }
    }

    private void PutToken(ReadOnlySpan<byte> utf8, Part part)
    {
        EndWord();
        edges[edge++] = length;
        Put(utf8);
        edges[edge++] = length;
        (last, joined) = (part, false);
    }

    private void Extend(ReadOnlySpan<byte> utf8)
    {
        Put(utf8);
        edges[edge - 1] = length;
    }

    private void Put(ReadOnlySpan<byte> utf8)
    {
        utf8.CopyTo(bytes.AsSpan(length));
        length += utf8.Length;
    }
}
