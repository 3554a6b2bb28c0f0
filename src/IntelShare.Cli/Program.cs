using System.CommandLine;
using IntelShare.Cli;

var root = new RootCommand("The tool of partners' engineers and administrators.") { TokenCommand.Make(), DbCommand.Make(), AuditCommand.Make() };
var parsed = root.Parse(args);
var code = await parsed.InvokeAsync();

// A slip of the keyboard must not read as a log that was tampered with.
return parsed.Errors.Count > 0 && args is ["audit", ..] ? AuditCommand.Usage : code;
