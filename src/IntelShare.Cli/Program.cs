using System.Text;
using IntelShare.Cli;

// Whatever the terminal's locale or code page: emoji and names go in and out as the UTF-8 they are.
Console.InputEncoding = Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
return await Tool.RunAsync(Tool.Make(TimeProvider.System), args);
