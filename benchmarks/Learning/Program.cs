using System.Diagnostics;
using System.Globalization;
using LearningBenchmarks;
using TorchSharp;
using static TorchSharp.torch;

// One measurement a call, printed as one line of JSON: see ../README.md. reference.py takes the same words.
var options = new Dictionary<string, string>();
for (int i = 1; i + 1 < args.Length; i += 2)
    options[args[i]] = args[i + 1];
string Text(string name, string otherwise) => options.GetValueOrDefault("--" + name, otherwise);
int Number(string name, int otherwise) => options.TryGetValue("--" + name, out string? value) ? int.Parse(value, CultureInfo.InvariantCulture) : otherwise;
var device = new Device(Text("device", "cpu"));
string line = args.FirstOrDefault() switch
{
    "matmul" => Measurements.MatrixProduct(device, Number("size", device.type == DeviceType.CUDA ? 8192 : 2048)),
    "train" => await Measurements.TrainAsync(Text("model", "pocket"), device, Number("batch", 4), Number("length", 256), Number("steps", 20)),
    "generate" => await Measurements.GenerateAsync(
        Text("model", "pocket"), device, Number("requests", 16), Number("lanes", 1), Number("prompt", 96), Number("tokens", 128), Number("repeats", 3)),
    "lrf" => Measurements.Rank(
        Text("model", "qwen2.5-0.5b"), device, Number("batch", 32), Number("length", 2048), Number("steps", 5), Number("passes", 32768), Text("checkpointing", "no") == "yes"),
    _ => throw new ArgumentException("Usage: matmul | train | generate | lrf [--device cpu|cuda] [--model NAME] …"),
};
Console.WriteLine(line);

namespace LearningBenchmarks
{
    /// <summary>A number of seconds that a piece of work took.</summary>
    internal static class Clock
    {
        public static double Seconds(Device device, Action work)
        {
            Finish(device);
            var watch = Stopwatch.StartNew();
            work();
            Finish(device);
            return watch.Elapsed.TotalSeconds;
        }

        public static void Finish(Device device)
        {
            if (device.type == DeviceType.CUDA)
                cuda.synchronize();
        }
    }
}
