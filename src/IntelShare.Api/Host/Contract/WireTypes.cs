using IntelShare.Indicators;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace IntelShare.Api.Host.Contract;

/// <summary>Types as <see cref="Json.Wire"/> reads and writes them. A member of a merge patch has the type of what it replaces.</summary>
internal sealed class WireTypes : ISerializerDataContractResolver
{
    private readonly JsonSerializerDataContractResolver wire = new(Json.Wire);

    public DataContract GetDataContractForType(Type type) =>
        wire.GetDataContractForType(type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Given<>) ? type.GetGenericArguments()[0] : type);
}
