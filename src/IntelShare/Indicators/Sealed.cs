using System.Text.Json.Serialization;

namespace IntelShare.Indicators;

/// <summary>What is never at rest in the clear: content of personal kinds, whom it is about, the owner's own reference, words about cases.</summary>
/// <param name="Content">Only of personal kinds.</param>
/// <param name="Subject">Only of personal kinds.</param>
/// <param name="Reference">For the owner's eyes only.</param>
/// <param name="Words">A reason, a note or conditions, in facts that say why or what else; of these a record's state holds the conditions of its grants alone.</param>
public sealed record Confidential(IndicatorContent? Content, Subject? Subject, string? Reference, string? Words = null)
{
    /// <summary>Null when there is nothing to keep: then the record needs no key.</summary>
    public Sealed<Confidential>? OrNothing() => this is { Content: null, Subject: null, Reference: null, Words: null } ? null : new(this);

    /// <summary>Words to be sealed; null for none.</summary>
    public static Sealed<Confidential>? Saying(string? words) => new Confidential(Content: null, Subject: null, Reference: null, words).OrNothing();
}

/// <summary>
/// A secret in its envelope. In memory it may be open; serialised, only the box is written, so a
/// fact that was never sealed loses its secret rather than telling it. Without its key it stays closed: erased.
/// </summary>
/// <param name="Open">The clear form, once the law has allowed it; never serialised.</param>
/// <param name="Box">Nonce, ciphertext and tag; AES-256-GCM under the record's own key.</param>
/// <param name="Fact">The fact it was sealed in, bound as associated data.</param>
/// <param name="Version">The stream version of that fact, bound as associated data.</param>
public sealed record Sealed<T>([property: JsonIgnore] T? Open, byte[]? Box = null, string? Fact = null, int Version = 0) where T : class
{
    /// <summary>Says nothing, open or closed: facts and states are printed in logs and error messages.</summary>
    public override string ToString() => nameof(Sealed<>);
}
