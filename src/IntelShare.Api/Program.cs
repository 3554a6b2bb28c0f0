using IntelShare.Api.Host.Store;
using Marten;
using Npgsql;
var src = NpgsqlDataSource.Create(args[0]);
var store = DocumentStore.For(o => { EventStore.Configure(o, src); });
Console.WriteLine(store.Storage.ToDatabaseScript());
