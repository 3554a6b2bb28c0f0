using System.Reflection;
using Microsoft.AspNetCore.Mvc.ApiExplorer;

namespace IntelShare.Api.Host.Contract;

/// <summary>Names in the contract come from the code: an operation is its use case's file, a tag its room.</summary>
internal static class Names
{
    private const string Endpoint = "Endpoint";

    public static MethodInfo Handler(ApiDescription route) => route.ActionDescriptor.EndpointMetadata.OfType<MethodInfo>().Single();

    /// <summary><c>SubmitIndicatorEndpoint.Post</c> is <c>submitIndicator</c>; a method that is named more than its verb goes by its own name.</summary>
    public static string Operation(MethodInfo handler)
    {
        var name = HttpMethods.IsGet(handler.Name) || HttpMethods.IsPost(handler.Name) || HttpMethods.IsPut(handler.Name) || HttpMethods.IsPatch(handler.Name) || HttpMethods.IsDelete(handler.Name)
            ? handler.DeclaringType!.Name.Replace(Endpoint, "", StringComparison.Ordinal)
            : handler.Name;
        return Member(name);
    }

    public static string Room(MethodInfo handler) => handler.DeclaringType!.Namespace!.Split('.')[^1];

    /// <summary><c>PageOf&lt;EntryView&gt;</c> is <c>PageOfEntryView</c>.</summary>
    public static string Schema(Type type) => type.IsGenericType
        ? type.Name.Split('`')[0] + string.Concat(type.GetGenericArguments().Select(Schema))
        : type.Name;

    public static string Member(string name) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(name);
}
