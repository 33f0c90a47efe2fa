using System.Collections.Frozen;
using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Optimas.Dashboard.Exchange;

namespace Optimas.Dashboard.Assets;

/// <summary>
/// The files of the pages, out of this assembly. Their names at the server hold a hash of their contents, so that browsers keep them for good and
/// take new ones at once.
/// </summary>
internal sealed class PageFiles
{
    private static readonly (string Name, string Type)[] s_known =
        [("dashboard.js", "text/javascript; charset=utf-8"), ("dashboard.css", "text/css; charset=utf-8"), ("sign-in.css", "text/css; charset=utf-8"), ("icon.svg", "image/svg+xml")];

    private readonly FrozenDictionary<string, PageFile> _byName;
    private readonly FrozenDictionary<string, PageFile> _byAddress;

    public PageFiles()
    {
        var files = s_known.Select(f => PageFile.Read(f.Name, f.Type)).OfType<PageFile>().ToArray();
        _byName = files.ToFrozenDictionary(f => f.Name, StringComparer.Ordinal);
        _byAddress = files.ToFrozenDictionary(f => f.Address, StringComparer.Ordinal);
    }

    /// <summary>Whether the pages were built into this assembly.</summary>
    public bool HasPages => _byName.ContainsKey("dashboard.js");

    public string AddressOf(string name) => Route.Files + _byName[name].Address;

    /// <summary>The integrity attribute's value of a file.</summary>
    public string IntegrityOf(string name) => _byName[name].Integrity;

    /// <exception cref="RequestException">There is no such file.</exception>
    public async Task ReplyAsync(HttpContext context, string address)
    {
        if (!_byAddress.TryGetValue(address, out var file))
            throw new RequestException(StatusCodes.Status404NotFound, "not_found", null, "There is no such file; load the page again.");
        var response = context.Response;
        response.Headers.CacheControl = "public, max-age=31536000, immutable";
        response.Headers.Vary = "Accept-Encoding";
        response.ContentType = file.Type;
        byte[] content = file.Content;
        if (context.Request.Headers.AcceptEncoding.ToString().Contains("br", StringComparison.Ordinal))
        {
            response.Headers.ContentEncoding = "br";
            content = file.Packed;
        }

        response.ContentLength = content.Length;
        await response.Body.WriteAsync(content, context.RequestAborted).ConfigureAwait(false);
    }

    private sealed class PageFile(string name, string type, byte[] content)
    {
        private readonly Lazy<byte[]> _packed = new(() => Pack(content));

        public string Name => name;

        public string Type => type;

        public byte[] Content => content;

        public byte[] Packed => _packed.Value;

        public string Address { get; } = $"{Path.GetFileNameWithoutExtension(name)}.{Convert.ToHexStringLower(SHA256.HashData(content))[..16]}{Path.GetExtension(name)}";

        public string Integrity { get; } = $"sha384-{Convert.ToBase64String(SHA384.HashData(content))}";

        public static PageFile? Read(string name, string type)
        {
            using var stream = typeof(PageFiles).Assembly.GetManifestResourceStream(name);
            if (stream is null)
                return null;
            byte[] content = new byte[stream.Length];
            stream.ReadExactly(content);
            return new(name, type, content);
        }

        private static byte[] Pack(byte[] content)
        {
            using var packed = new MemoryStream();
            using (var brotli = new BrotliStream(packed, CompressionLevel.Fastest))
                brotli.Write(content);
            return packed.ToArray();
        }
    }
}
