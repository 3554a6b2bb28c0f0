using IntelShare.Cli;

return await Tool.RunAsync(Tool.Make(TimeProvider.System), args);
