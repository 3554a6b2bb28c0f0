using System.CommandLine;
using IntelShare.Cli;

var root = new RootCommand("The tool of partners' engineers and administrators.") { TokenCommand.Make(), DbCommand.Make() };
return await root.Parse(args).InvokeAsync();
