using System.Collections.Immutable;
using Microsoft.Data.Sqlite;

namespace Optimas.Storage;

/// <summary>Queries of one connection.</summary>
internal static class SqlQuery
{
    /// <summary>Every row of a query, read.</summary>
    public static ImmutableArray<T> Rows<T>(
        SqliteConnection connection, string query, IEnumerable<(string Name, object Value)> values, Func<Row, T> read, CancellationToken cancellationToken)
    {
        using var command = connection.CreateCommand();
        command.CommandText = query;
        foreach (var (name, value) in values)
            command.Parameters.AddWithValue(name, value);
        var rows = ImmutableArray.CreateBuilder<T>();
        using var reader = command.ExecuteReader();
        var row = new Row(reader);
        while (reader.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            rows.Add(read(row));
        }

        return rows.ToImmutable();
    }
}
