using System.Buffers.Binary;
using System.Text;

namespace Optimas.Learning.Tests.Checkpoints;

/// <summary>A folder for one test.</summary>
internal sealed class ScratchFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("optimas-checkpoints-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public string[] Files => [.. Directory.GetFiles(Path).Select(f => System.IO.Path.GetFileName(f)!).Order(StringComparer.Ordinal)];

    public string Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    public string Write(string name, byte[] bytes)
    {
        File.WriteAllBytes(this[name], bytes);
        return this[name];
    }

    /// <summary>A safetensors file with exactly this header.</summary>
    public string WriteRaw(string name, string header, int dataLength) => Write(name, Raw(Encoding.UTF8.GetBytes(header), dataLength));

    public static byte[] Raw(byte[] header, int dataLength)
    {
        byte[] file = new byte[8 + header.Length + dataLength];
        BinaryPrimitives.WriteInt64LittleEndian(file, header.Length);
        header.CopyTo(file, 8);
        return file;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
