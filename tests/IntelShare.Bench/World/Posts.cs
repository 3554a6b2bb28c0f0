using System.Text;

namespace IntelShare.Bench.World;

/// <summary>Posts as people write them and terms as agencies add them, from a seed: words of several scripts by Zipf's law, emoji, hashtags, handles, addresses.</summary>
internal sealed class Posts
{
    private const int Vocabulary = 200_000;

    private static readonly string[] Latin = ["a", "e", "i", "o", "u", "ä", "é", "ka", "ta", "re", "li", "so", "mö", "ne", "ber", "st", "ing", "an", "der", "os", "ch", "pa", "vi", "ro"];
    private static readonly string[] Cyrillic = ["ко", "ка", "не", "по", "ст", "ра", "ть", "ы", "ли", "до", "ше", "ей"];
    private static readonly string[] Arabic = ["ال", "كو", "م", "ين", "را", "تب", "س", "لا"];
    private static readonly string[] Japanese = [.. Enumerable.Range('ぁ', 83).Concat(Enumerable.Range('一', 1000)).Select(character => ((char)character).ToString())];
    private static readonly string[] Emoji = ["❄\uFE0F", "🍁", "💊", "🔌", "👍🏽", "💸", "🚀", "🍪", "👩\u200D🌾", "🇸🇪", "🔥", "💰", "😂", "❤\uFE0F", "🙏", "5\uFE0F\u20E3", "🥦", "🐎", "⛄", "🎱"];

    private readonly Random random;
    private readonly string[] words;

    public Posts(int seed)
    {
        random = new(seed);
        words = [.. Words().Distinct().Take(Vocabulary)];
    }

    /// <summary>Texts, one behind the other, and where each ends.</summary>
    public (byte[] Utf8, int[] Ends) Write(int posts)
    {
        var text = new MemoryStream();
        var ends = new int[posts];
        for (var i = 0; i < posts; i++)
        {
            text.Write(Encoding.UTF8.GetBytes(string.Join(' ', Enumerable.Range(0, random.Next(4, 26)).Select(_ => Piece()))));
            ends[i] = (int)text.Length;
        }

        return (text.ToArray(), ends);
    }

    /// <summary>Terms: more than a third phrases, some emoji in a row, words of the posts and words of nobody.</summary>
    public IEnumerable<string> Terms(int count) => Terms().Distinct().Take(count);

    /// <summary>The words that stand in posts most often.</summary>
    public IEnumerable<string> Frequent(int count) => words.Take(count);

    private IEnumerable<string> Terms()
    {
        while (true)
        {
            yield return Term();
        }
    }

    private string Term() => random.Next(100) switch
    {
        < 35 => string.Join(' ', Enumerable.Range(0, random.Next(2, 4)).Select(_ => Rare())),
        < 47 => string.Concat(Enumerable.Range(0, random.Next(3, 6)).Select(_ => Emoji[random.Next(Emoji.Length)])),
        < 75 => Rare(),
        _ => Word() + random.Next(10, 1000),
    };

    private string Piece() => random.Next(100) switch
    {
        < 3 => Emoji[random.Next(Emoji.Length)],
        < 5 => "#" + Common(),
        < 7 => "@" + Common() + random.Next(100),
        < 8 => "https://t.co/" + random.Next(),
        < 18 => Common() + (random.Next(2) == 0 ? "," : "."),
        < 28 => Common() is var word ? char.ToUpperInvariant(word[0]) + word[1..] : "",
        _ => Common(),
    };

    // The most frequent word stands once in about twelve.
    private string Common() => words[(int)Math.Pow(Vocabulary, random.NextDouble()) - 1];

    private string Rare() => words[random.Next(Vocabulary / 100, Vocabulary)];

    private IEnumerable<string> Words()
    {
        while (true)
        {
            yield return Word();
        }
    }

    private string Word()
    {
        var script = random.Next(100) switch { < 72 => Latin, < 88 => Cyrillic, < 96 => Arabic, _ => Japanese };
        return string.Concat(Enumerable.Range(0, random.Next(script == Japanese ? 3 : 2, 6)).Select(_ => script[random.Next(script.Length)]));
    }
}
