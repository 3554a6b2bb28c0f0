using System.Runtime.InteropServices;

namespace IntelShare.Scan.Rules;

/// <summary>Where tokens stand in a text for one atom; of an amount, how much in which currencies.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Hit(int Text, int Atom, int First, int Last, int Start, int End, long Value = 0, int Currencies = 0)
{
    /// <summary>The order of texts, in each of atoms, of each of places.</summary>
    public static int Compare(Hit one, Hit other) =>
        one.Text != other.Text ? one.Text.CompareTo(other.Text)
        : one.Atom != other.Atom ? one.Atom.CompareTo(other.Atom)
        : one.First != other.First ? one.First.CompareTo(other.First) : one.Last.CompareTo(other.Last);
}
