using System.Collections.Frozen;

namespace IntelShare.Indicators.Kinds;

/// <summary>Words so frequent in posts of five languages, and emoji so frequent in any, that no rule can be found by them.</summary>
internal static class EverydayWords
{
    private const string Text =
        """
        the be to of and a in that have i it for not on with he as you do at this but his by from they we say her she or an will my one all would there their what so up out if about who get which go me when make can like time no just him know take people into year your good some could them see other than then now look only come its over think also back after use two how our work first well way even new want because any these give day most us is are was were has had been here more very much thing need let really love today yes ok hi hello thanks please lol
        le la les un une des de du et à a au aux ce cette ces il elle on je tu nous vous ils elles ne pas que qui quoi dans en pour par sur avec sans sous plus moins très bien mal est sont était été être avoir ai as avons avez ont fait faire dit dire va vais aller peut peux pouvoir veux veut vouloir tout tous toute toutes mon ma mes ton ta tes son sa ses notre votre leur si oui non mais ou où donc car comme quand comment pourquoi aussi encore déjà jamais toujours rien quelque chose jour fois temps ici là merci bonjour salut bon bonne
        och i att det som en på är av för med till den har de inte om ett han men var jag från vid så kan man när år under också efter eller nu sin där vid mot ska skulle kommer ut får finns vara hade alla andra mycket här hon min din mig dig vi ni oss er sig detta denna dessa bara sedan mer upp in bra hej ja nej tack idag dag
        der die das und in zu den nicht von sie ist des sich mit dem dass er es ein ich auf so eine auch als an nach wie im für man aber aus durch wenn nur war noch werden bei hat wir was wird sein einen welche sind oder zur um haben einer mir über ihm diese einem ihr uns da zum kann doch vor dieser mich ihn du hatte seine mehr am denn nun unter sehr selbst schon hier bis habe ihre dann ihnen seiner alle wieder meine gegen vom ganz einzelnen wo muss ohne eines können ja nein gut danke hallo heute tag
        de en van ik te dat die in een hij het niet zijn is was op aan met als voor had er maar om hem dan zou of wat mijn men dit zo door over ze zich bij ook tot je mij uit der daar haar naar heb hoe heeft hebben deze u want nog zal me zij nu ge geen omdat iets worden toch al waren veel meer doen toen moet ben zonder kan hun dus alles onder ja nee eens hier wie werd altijd goed dag hallo bedankt vandaag
        😂 ❤ 🤣 👍 😭 🙏 😘 🥰 😍 😊 🎉 😁 💕 🥺 😅 🔥 ☺ 🤦 🤦‍♀ 🤦‍♂ ♥ 🤷 🤷‍♀ 🤷‍♂ 🙄 😆 🤗 😉 🎂 🤔 👏 🙂 😳 🥳 😎 👌 😔 💪 ✨ 💖 👀
        """;

    private static readonly FrozenSet<string> All = Text.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).Select(Folding.Fold).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>True where nothing else stands in it than such words and emoji, single letters and numbers.</summary>
    public static bool Contain(string word) => Folding.Fold(word).Split(' ').All(token => All.Contains(token) || token.All(char.IsAsciiDigit) || (token.Length == 1 && char.IsLetterOrDigit(token[0])));
}
