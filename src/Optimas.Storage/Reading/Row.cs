using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Optimas.Storage;

/// <summary>The row that a reader stands on, by the names of its columns.</summary>
internal readonly struct Row(SqliteDataReader reader)
{
    public string Text(string column) => reader.GetString(reader.GetOrdinal(column));

    public string? TextOrNull(string column) => IsNull(column) ? null : Text(column);

    public long Long(string column) => reader.GetInt64(reader.GetOrdinal(column));

    public long? LongOrNull(string column) => IsNull(column) ? null : Long(column);

    public double Number(string column) => reader.GetDouble(reader.GetOrdinal(column));

    public double? NumberOrNull(string column) => IsNull(column) ? null : Number(column);

    public byte[]? BytesOrNull(string column) => IsNull(column) ? null : (byte[])reader.GetValue(reader.GetOrdinal(column));

    /// <summary>A hash as hexadecimal digits.</summary>
    public string Hash(string column) => Convert.ToHexStringLower(BytesOrNull(column)!);

    /// <summary>An amount, which SQLite keeps as text so that no digit is lost.</summary>
    public decimal Money(string column) => decimal.Parse(Text(column), CultureInfo.InvariantCulture);

    public TimeSpan Time(string column) => TimeSpan.FromMilliseconds(Number(column));

    private bool IsNull(string column) => reader.IsDBNull(reader.GetOrdinal(column));
}
