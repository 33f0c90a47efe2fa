using System.Globalization;
using Optimas.Cli;
using Optimas.Hosting;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
using var interruption = new Interruption(() => { }, CancellationToken.None);
// Signals are the interruption's, since a verb may need longer to end than the two seconds that it would get.
return await OptimasCommand.Create().Parse(args).InvokeAsync(new() { ProcessTerminationTimeout = null }, interruption.Token);
