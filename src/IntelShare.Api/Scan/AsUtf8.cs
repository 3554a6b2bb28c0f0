using System.Text.Json;
using System.Text.Json.Serialization;

namespace IntelShare.Api.Scan;

/// <summary>A string as its UTF-8, in which texts are scanned.</summary>
internal sealed class AsUtf8 : JsonConverter<byte[]>
{
    public override byte[] Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        // Never longer than it is written.
        var text = new byte[reader.HasValueSequence ? reader.ValueSequence.Length : reader.ValueSpan.Length];
        var length = reader.CopyString(text);
        return length == text.Length ? text : text[..length];
    }

    public override void Write(Utf8JsonWriter writer, byte[] value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
