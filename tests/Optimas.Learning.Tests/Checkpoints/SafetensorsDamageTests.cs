using System.Buffers.Binary;
using System.Text;

namespace Optimas.Learning.Tests.Checkpoints;

public sealed class SafetensorsDamageTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,7]}}""", 7, "a is F32 [2], which is not 7 bytes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4, "a is F32 [2], which is not 4 bytes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}""", 4, "data_offsets of a has -4")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", 4, "shape of a has -1")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}""", 4, "shape of a has 1.5")]
    [InlineData("""{"a":{"dtype":"F32","shape":["1"],"data_offsets":[0,4]}}""", 4, "shape of a has \"1\"")]
    [InlineData("""{"a":{"dtype":"F32","shape":1,"data_offsets":[0,4]}}""", 4, "shape of a is not an array")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", 4, "not a start and an end behind it")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4,8]}}""", 8, "not a start and an end behind it")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0]}}""", 4, "not a start and an end behind it")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,4]}}""", 4, "too many elements")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4611686018427387905],"data_offsets":[0,4]}}""", 4, "which is not 4 bytes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[9223372036854775808],"data_offsets":[0,4]}}""", 4, "no whole number")]
    [InlineData("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[4],"data_offsets":[3,7]}}""", 7, "bytes of b, 3 to 7, overlap")]
    [InlineData("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}""", 4, "overlap")]
    [InlineData("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[4],"data_offsets":[5,9]}}""", 9, "bytes 4 to 5, before b, belong to no tensor")]
    [InlineData("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[1,5]}}""", 5, "bytes 0 to 1, before a, belong to no tensor")]
    [InlineData("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}""", 5, "the data has 5 bytes, and the tensors end at 4")]
    [InlineData("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}""", 3, "is cut short: a ends at byte 4 of the data, and there are 3")]
    [InlineData("""{"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]},"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}""", 0, "the name a occurs twice")]
    [InlineData("""{"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]},"\u0061":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}""", 0, "the name a occurs twice")]
    [InlineData("""{"__metadata__":{},"__metadata__":{}}""", 0, "__metadata__ occurs twice")]
    [InlineData("""{"__metadata__":{"x":"1","x":"2"}}""", 0, "the key x occurs twice")]
    [InlineData("""{"__metadata__":{"x":1}}""", 0, "the value of x in __metadata__ is not a string")]
    [InlineData("""{"__metadata__":[]}""", 0, "__metadata__ is not an object")]
    [InlineData("""{"a":{"dtype":"F8_E4M3","shape":[4],"data_offsets":[0,4]}}""", 4, "a has the element type F8_E4M3, which is not supported")]
    [InlineData("""{"a":{"dtype":4,"shape":[4],"data_offsets":[0,4]}}""", 4, "dtype of a is not a string")]
    [InlineData("""{"a":{"dtype":"U8","dtype":"U8","shape":[4],"data_offsets":[0,4]}}""", 4, "a has dtype twice")]
    [InlineData("""{"a":{"shape":[4],"data_offsets":[0,4]}}""", 4, "a lacks its dtype")]
    [InlineData("""{"a":{"dtype":"U8","data_offsets":[0,4]}}""", 4, "a lacks its shape")]
    [InlineData("""{"a":{"dtype":"U8","shape":[4]}}""", 4, "a lacks its data_offsets")]
    [InlineData("""{"a":[]}""", 0, "the entry of a is not an object")]
    [InlineData("""{"\ud800":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}""", 4, "not valid JSON")]
    [InlineData("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},}""", 4, "not valid JSON")]
    [InlineData("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}} x""", 4, "not valid JSON")]
    [InlineData("""[]""", 0, "does not start with '{'")]
    [InlineData(""" {}""", 0, "does not start with '{'")]
    [InlineData("", 0, "does not start with '{'")]
    public void A_damaged_header_is_refused(string header, int dataLength, string message)
    {
        string path = _folder.WriteRaw("damaged.safetensors", header, dataLength);
        string said = Should.Throw<CheckpointException>(() => SafetensorsFile.Open(path)).Message;
        said.ShouldStartWith(path);
        said.ShouldContain(message);
    }

    [Fact]
    public void Text_that_is_not_UTF8_is_refused()
    {
        byte[] header = Encoding.UTF8.GetBytes("""{"__metadata__":{"x":"?"}}""");
        header[Array.IndexOf(header, (byte)'?')] = 0xFF;
        string path = _folder.Write("text", ScratchFolder.Raw(header, 0));
        Should.Throw<CheckpointException>(() => SafetensorsFile.Open(path)).Message.ShouldContain("not valid UTF-8");
    }

    [Theory]
    [InlineData(100_000_001UL, "the format allows 100000000")]
    [InlineData(ulong.MaxValue, "the format allows 100000000")]
    [InlineData(1UL << 63, "the format allows 100000000")]
    [InlineData(3UL, "is cut short: its header has 3 bytes, and only 2 follow")]
    public void A_header_longer_than_the_file_or_the_format_allows_is_refused(ulong length, string message)
    {
        byte[] bytes = [.. new byte[8], .. "{}"u8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, length);
        string path = _folder.Write("long", bytes);
        Should.Throw<CheckpointException>(() => SafetensorsFile.Open(path)).Message.ShouldContain(message);
    }

    [Fact]
    public async Task A_file_cut_anywhere_is_refused()
    {
        byte[] whole = await WholeFile();
        for (int length = 0; length < whole.Length; length++)
        {
            string path = _folder.Write("cut", whole[..length]);
            Should.Throw<CheckpointException>(() => SafetensorsFile.Open(path).Dispose(), $"cut to {length} bytes");
        }

        string longer = _folder.Write("longer", [.. whole, 0]);
        Should.Throw<CheckpointException>(() => SafetensorsFile.Open(longer));
    }

    [Fact]
    public async Task Flipped_bits_in_the_header_never_do_worse_than_a_refusal()
    {
        byte[] whole = await WholeFile();
        int end = 8 + (int)BitConverter.ToInt64(whole);
        var random = new Random(1);
        int refused = 0;
        for (int i = 0; i < 3000; i++)
        {
            byte[] damaged = [.. whole];
            for (int flips = random.Next(1, 4); flips > 0; flips--)
                damaged[random.Next(end)] ^= (byte)(1 << random.Next(8));
            string path = _folder.Write("flipped", damaged);
            try
            {
                using var file = SafetensorsFile.Open(path);
                foreach (string name in file.Tensors.Keys)
                    file.Bytes(name).ToArray().Length.ShouldBe((int)file.Tensors[name].Length);
            }
            catch (CheckpointException)
            {
                refused++;
            }
        }

        refused.ShouldBeInRange(1500, 3000);
    }

    [Fact]
    public void What_is_no_file_is_refused()
    {
        Should.Throw<CheckpointException>(() => SafetensorsFile.Open(_folder["missing"])).Message.ShouldContain("can't be read");
        Should.Throw<CheckpointException>(() => SafetensorsFile.Open(_folder.Path)).Message.ShouldContain("can't be read");
        Should.Throw<CheckpointException>(() => SafetensorsFile.Open(_folder.Write("empty", ""))).Message.ShouldContain("it has 0 bytes");
    }

    [Fact]
    public void Empty_tensors_empty_files_and_padding_are_legal()
    {
        using var empty = SafetensorsFile.Open(_folder.WriteRaw("1", "{}", 0));
        empty.Tensors.ShouldBeEmpty();
        using var padded = SafetensorsFile.Open(
            _folder.WriteRaw("2", """{"z":{"dtype":"F32","shape":[0,9],"data_offsets":[4,4]},"a":{"dtype":"F32","shape":[],"data_offsets":[0,4],"more":1}}  """, 4));
        padded.Tensors.Keys.ShouldBe(["a", "z"]);
        padded.ToSingles("a").ShouldBe([0f]);
        padded.ToSingles("z").ShouldBeEmpty();
    }

    private async Task<byte[]> WholeFile()
    {
        await new SafetensorsWriter().AddMetadata("format", "pt")
            .Add("model.norm.weight", ElementType.F32, [3], new byte[12])
            .Add("model.embed.weight", ElementType.BF16, [2, 3], new byte[12])
            .Add("flags", ElementType.BOOL, [1], new byte[1])
            .WriteAsync(_folder["whole"]);
        return await File.ReadAllBytesAsync(_folder["whole"]);
    }
}
