using System.Runtime.CompilerServices;

namespace IntelShare.Client;

/// <summary>What terms stand for, and where they stand in texts.</summary>
public sealed partial class IntelShareClient
{
    /// <summary>Reads texts for terms. The trail says which records were told, so it is never repeated by itself.</summary>
    /// <param name="texts">1 to 10,000, in at most 10 MiB.</param>
    /// <param name="why">Why they are read.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<Answer<ScanResults>> ScanAsync(IReadOnlyList<PostedText> texts, Why? why, CancellationToken cancellationToken = default) =>
        CallAsync(Operations.Scan, Operations.Scan.At(), new(why), new ScanTexts(texts), cancellationToken);

    /// <summary>Reads any number of texts for terms, in requests as large as the hub takes; one is sent when it is full or the texts end.</summary>
    /// <param name="texts">Taken as they are asked for.</param>
    /// <param name="why">Why they are read.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>Each text, in order.</returns>
    public async IAsyncEnumerable<ScannedText> ScanAsync(IAsyncEnumerable<PostedText> texts, Why? why, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var batch in TextBatch.CutAsync(texts, cancellationToken))
        {
            batch.Lines.Position = 0;
            var found = Read<ScanResults>(await SendFileAsync(Operations.Scan.At(), batch.Lines, ImportFormat.Ndjson, new(why), cancellationToken: cancellationToken)).Value;
            var indicators = found.Indicators.ToDictionary(one => one.Id);
            foreach (var (text, matches) in batch.Texts.Zip(found.Results))
            {
                yield return new(text, matches, indicators);
            }
        }
    }

    /// <summary>Tries a rule on texts before any record has it. The trail says which terms its concepts told, so it is never repeated by itself.</summary>
    /// <param name="rule">As a <see cref="RecruitmentPattern"/> has it.</param>
    /// <param name="texts">1 to 1,000, like those among which it shall find offers. Kept nowhere.</param>
    /// <param name="why">Why it is tried: its concepts stand for the terms that may be read.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<Answer<RuleTrial>> TryRuleAsync(Rule rule, IReadOnlyList<PostedText> texts, Why? why, CancellationToken cancellationToken = default) =>
        CallAsync(Operations.TryRule, Operations.TryRule.At(), new(why), new TryRule(rule, texts), cancellationToken);

    /// <summary>Counts in how many texts terms stand, as a scan finds them: what a <see cref="Specificity"/> says. Nothing is looked up.</summary>
    /// <param name="terms">1 to 100.</param>
    /// <param name="texts">1 to 1,000. Kept nowhere.</param>
    /// <param name="diacritics">By default loose.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<Answer<TermCounts>> CountTermsAsync(IReadOnlyList<string> terms, IReadOnlyList<PostedText> texts, Diacritics? diacritics = null, CancellationToken cancellationToken = default) =>
        CallAsync(Operations.CountTerms, Operations.CountTerms.At(), Stated.Nothing, new CountTerms(terms, texts, diacritics), cancellationToken);

    /// <summary>What terms stand for, of all that may be read in full: each with its senses, and who agrees or disputes.</summary>
    /// <param name="question">A term, a concept or the name of an emoji.</param>
    /// <param name="why">Why it is asked for.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public IAsyncEnumerable<HarmonisedTerm> LexiconAsync(LexiconQuestion question, Why? why, CancellationToken cancellationToken = default) =>
        PagesAsync(Operations.Lexicon, new(why), [("term", question.Term), ("concept", question.Concept), ("country", question.Country), ("name", question.Name), ("limit", question.Concept is null ? null : 100)], cancellationToken);
}
