using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Optimas.Learning.Tests.Checkpoints;

public sealed class SafetensorsRoundTripTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Any_tensors_and_metadata_come_back()
    {
        var name = ArbMap.Default.GeneratorFor<string>()
            .Where(s => s is not null and not "__metadata__" && Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(s)) == s);
        var tensor =
            from type in Gen.Elements(Enum.GetValues<ElementType>())
            from shape in Gen.ListOf(Gen.Choose(0, 4)).Where(s => s.Count <= 4)
            from seed in Gen.Choose(0, int.MaxValue)
            select (Type: type, Shape: TensorShape.Create([.. shape.Select(d => (long)d)]), Seed: seed);
        var tensors = Gen.Zip(name, tensor).ListOf();
        var metadata = Gen.Zip(name, name).ListOf();
        Prop.ForAll(Gen.Zip(tensors, metadata).ToArbitrary(), given =>
        {
            var expected = given.Item1.DistinctBy(t => t.Item1)
                .ToDictionary(t => t.Item1, t => (t.Item2.Type, t.Item2.Shape, Bytes: RandomBytes(t.Item2.Shape.ElementCount * t.Item2.Type.Size(), t.Item2.Seed)));
            var texts = given.Item2.DistinctBy(m => m.Item1).ToDictionary(m => m.Item1, m => m.Item2);
            var writer = new SafetensorsWriter();
            foreach (var (key, value) in texts)
                writer.AddMetadata(key, value);
            foreach (var (key, (type, shape, bytes)) in expected)
                writer.Add(key, type, shape, bytes);
            writer.WriteAsync(_folder["any.safetensors"]).GetAwaiter().GetResult();

            using var file = SafetensorsFile.Open(_folder["any.safetensors"]);
            file.Metadata.OrderBy(m => m.Key, StringComparer.Ordinal).ShouldBe(texts.OrderBy(m => m.Key, StringComparer.Ordinal));
            file.Tensors.Count.ShouldBe(expected.Count);
            foreach (var (key, (type, shape, bytes)) in expected)
            {
                var entry = file.Tensors[key];
                entry.Name.ShouldBe(key);
                entry.ElementType.ShouldBe(type);
                entry.Shape.ShouldBe(shape);
                (entry.Offset % type.Size()).ShouldBe(0);
                file.Bytes(key).SequenceEqual(bytes).ShouldBeTrue();
            }
        }).QuickCheckThrowOnFailure();
        _folder.Files.ShouldBe(["any.safetensors"]);
    }

    [Fact]
    public async Task The_same_tensors_give_the_same_bytes_in_whatever_order_they_are_added()
    {
        await new SafetensorsWriter().Add("a", ElementType.U8, [3], new byte[] { 1, 2, 3 }).Add("b", ElementType.F32, [1], new byte[4])
            .AddMetadata("x", "1").AddMetadata("y", "2").WriteAsync(_folder["1"]);
        await new SafetensorsWriter().AddMetadata("y", "2").AddMetadata("x", "1").Add("b", ElementType.F32, [1], new byte[4])
            .Add("a", ElementType.U8, [3], new byte[] { 1, 2, 3 }).WriteAsync(_folder["2"]);
        byte[] bytes = File.ReadAllBytes(_folder["1"]);
        bytes.ShouldBe(File.ReadAllBytes(_folder["2"]));
        Encoding.UTF8.GetString(bytes[8..^7]).TrimEnd().ShouldBe(
            """{"__metadata__":{"x":"1","y":"2"},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"U8","shape":[3],"data_offsets":[4,7]}}""");
        (BitConverter.ToInt64(bytes) % 8).ShouldBe(0);
    }

    [Fact]
    public async Task Numbers_of_each_type_are_read()
    {
        await new SafetensorsWriter()
            .Add("F64", ElementType.F64, [2], Concat(BitConverter.GetBytes(1.5), BitConverter.GetBytes(-2.0)))
            .Add("F32", ElementType.F32, [2], Concat(BitConverter.GetBytes(1.5f), BitConverter.GetBytes(-2f)))
            .Add("F16", ElementType.F16, [2], Concat(BitConverter.GetBytes((Half)1.5), BitConverter.GetBytes((Half)(-2))))
            .Add("BF16", ElementType.BF16, [2], new byte[] { 0xC0, 0x3F, 0x00, 0xC0 })
            .Add("I64", ElementType.I64, [2], Concat(BitConverter.GetBytes(7L), BitConverter.GetBytes(-1L)))
            .Add("I32", ElementType.I32, [2], Concat(BitConverter.GetBytes(7), BitConverter.GetBytes(-1)))
            .Add("I16", ElementType.I16, [2], Concat(BitConverter.GetBytes((short)7), BitConverter.GetBytes((short)-1)))
            .Add("I8", ElementType.I8, [2], new byte[] { 7, 255 })
            .Add("U8", ElementType.U8, [2], new byte[] { 7, 255 })
            .Add("BOOL", ElementType.BOOL, [2], new byte[] { 0, 1 })
            .WriteAsync(_folder["types"]);
        using var file = SafetensorsFile.Open(_folder["types"]);
        foreach (string name in (string[])["F64", "F32", "F16", "BF16"])
            file.ToSingles(name).ShouldBe([1.5f, -2f], name);
        foreach (string name in (string[])["I64", "I32", "I16", "I8"])
            file.ToIntegers(name).ShouldBe([7, -1], name);
        file.ToIntegers("U8").ShouldBe([7, 255]);
        file.ToIntegers("BOOL").ShouldBe([0, 1]);
        Should.Throw<CheckpointException>(() => file.ToSingles("I64")).Message.ShouldContain("I64 is I64, where floating-point numbers are wanted");
        Should.Throw<CheckpointException>(() => file.ToIntegers("F16")).Message.ShouldContain("where integers are wanted");
        Should.Throw<CheckpointException>(() => file.ToIntegers("other")).Message.ShouldContain("has no tensor called other");
    }

    [Fact]
    public void Data_that_is_not_aligned_is_read()
    {
        string path = _folder.WriteRaw("odd", """{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"b":{"dtype":"F32","shape":[2],"data_offsets":[1,9]}}""", 9);
        using var file = SafetensorsFile.Open(path);
        file.ToSingles("b").ShouldBe([0f, 0f]);
    }

    [Fact]
    public async Task A_callback_writes_in_parts()
    {
        await new SafetensorsWriter().Add("parts", ElementType.I16, [2, 2], async (stream, token) =>
        {
            await stream.WriteAsync(new byte[] { 1, 0, 2 }, token);
            await stream.WriteAsync(new byte[] { 0, 3, 0, 4, 0 }, token);
        }).WriteAsync(_folder["parts"]);
        using var file = SafetensorsFile.Open(_folder["parts"]);
        file.ToIntegers("parts").ShouldBe([1, 2, 3, 4]);
        file.Bytes("parts", 2, 3).ToArray().ShouldBe([2, 0, 3]);
        Should.Throw<ArgumentOutOfRangeException>(() => file.Bytes("parts", 6, 3).Length);
        Should.Throw<ArgumentOutOfRangeException>(() => file.Bytes("parts", -1, 3).Length);
        Address(file).ShouldBe((byte)2);

        static unsafe byte Address(SafetensorsFile file) => ((byte*)file.AddressOf("parts"))[2];
    }

    [Theory]
    [InlineData(7)]
    [InlineData(9)]
    public async Task A_callback_that_writes_another_length_leaves_the_old_file(int length)
    {
        _folder.Write("kept", "old");
        var writer = new SafetensorsWriter().Add("short", ElementType.F64, [1], (stream, token) => stream.WriteAsync(new byte[length], token));
        var error = await Should.ThrowAsync<CheckpointException>(() => writer.WriteAsync(_folder["kept"]));
        error.Message.ShouldContain($"{length} bytes were written for short, and F64 [1] has 8");
        File.ReadAllText(_folder["kept"]).ShouldBe("old");
        _folder.Files.ShouldBe(["kept"]);
    }

    [Fact]
    public async Task A_cancelled_or_failed_writing_leaves_nothing()
    {
        using var source = new CancellationTokenSource();
        var writer = new SafetensorsWriter()
            .Add("a", ElementType.U8, [1], async (stream, token) =>
            {
                await stream.WriteAsync(new byte[1], token);
                await source.CancelAsync();
            })
            .Add("b", ElementType.U8, [1], new byte[1]);
        await Should.ThrowAsync<OperationCanceledException>(() => writer.WriteAsync(_folder["a"], source.Token));
        var failing = new SafetensorsWriter().Add("a", ElementType.U8, [1], (_, _) => throw new InvalidDataException("no"));
        await Should.ThrowAsync<InvalidDataException>(() => failing.WriteAsync(_folder["a"]));
        _folder.Files.ShouldBeEmpty();
    }

    [Fact]
    public void The_writer_refuses_what_could_not_be_read_back()
    {
        var writer = new SafetensorsWriter().Add("a", ElementType.U8, [1], new byte[1]).AddMetadata("k", "v");
        Should.Throw<ArgumentException>(() => writer.Add("a", ElementType.U8, [1], new byte[1])).Message.ShouldContain("called a was added before");
        Should.Throw<ArgumentException>(() => writer.Add("__metadata__", ElementType.U8, [1], new byte[1])).Message.ShouldContain("reserved");
        Should.Throw<ArgumentException>(() => writer.Add("b", ElementType.F32, [2, 3], new byte[23])).Message.ShouldContain("F32 [2, 3], which has 24 bytes, not 23");
        Should.Throw<ArgumentException>(() => writer.Add("\ud800", ElementType.U8, [1], new byte[1])).Message.ShouldContain("surrogate");
        Should.Throw<ArgumentException>(() => writer.Add("c", ElementType.F64, [long.MaxValue], (_, _) => default)).Message.ShouldContain("too large");
        Should.Throw<ArgumentException>(() => writer.AddMetadata("k", "w"));
        Should.Throw<ArgumentException>(() => TensorShape.Create(long.MaxValue, 2));
        Should.Throw<ArgumentException>(() => TensorShape.Create(-1));
    }

    [Fact]
    public void A_tensor_of_more_than_2_GiB_is_read_in_parts()
    {
        const long Length = 3L << 30;
        string header = $$$"""{"big":{"dtype":"U8","shape":[{{{Length}}}],"data_offsets":[0,{{{Length}}}]},"end":{"dtype":"U8","shape":[1],"data_offsets":[{{{Length}}},{{{Length + 1}}}]}}""";
        string path = _folder.WriteRaw("big", header, 0);
        using (var stream = File.OpenWrite(path))
        {
            stream.SetLength(8 + header.Length + Length + 1);
            stream.Seek(-3, SeekOrigin.End);
            stream.Write([5, 6, 7]);
        }

        using var file = SafetensorsFile.Open(path);
        file.Bytes("big", Length - 2, 2).ToArray().ShouldBe([5, 6]);
        file.Bytes("end").ToArray().ShouldBe([7]);
        Last(file).ShouldBe((byte)6);
        Should.Throw<CheckpointException>(() => file.Bytes("big").Length).Message.ShouldContain("Read it in parts");

        static unsafe byte Last(SafetensorsFile file) => ((byte*)file.AddressOf("big"))[Length - 1];
    }

    [Fact]
    public async Task A_closed_file_refuses_to_be_read()
    {
        await new SafetensorsWriter().Add("a", ElementType.U8, [1], new byte[1]).WriteAsync(_folder["a"]);
        var file = SafetensorsFile.Open(_folder["a"]);
        file.Dispose();
        file.Dispose();
        Should.Throw<ObjectDisposedException>(() => file.Bytes("a").Length);
        Should.Throw<ObjectDisposedException>(() => file.AddressOf("a"));
    }

    private static byte[] RandomBytes(long length, int seed)
    {
        byte[] bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private static byte[] Concat(byte[] first, byte[] second) => [.. first, .. second];
}
