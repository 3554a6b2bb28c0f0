using IntelShare.Cli;

return await Tool.RunAsync(args, TimeProvider.System);
