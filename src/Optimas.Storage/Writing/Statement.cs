using Microsoft.Data.Sqlite;

namespace Optimas.Storage;

/// <summary>A prepared statement whose parameters are <c>$0</c>, <c>$1</c>, … in order.</summary>
internal sealed class Statement : IDisposable
{
    private readonly SqliteCommand _command;

    public Statement(SqliteConnection connection, string sql, int parameters)
    {
        _command = connection.CreateCommand();
        _command.CommandText = sql;
        for (int i = 0; i < parameters; i++)
            _command.Parameters.Add(new() { ParameterName = $"${i}" });
        _command.Prepare();
    }

    /// <summary>An insertion into every column named.</summary>
    public static Statement Insert(SqliteConnection connection, string verb, string table, string columns)
    {
        int count = columns.Split(',').Length;
        return new(connection, $"{verb} INTO {table}({columns}) VALUES ({string.Join(", ", Enumerable.Range(0, count).Select(i => $"${i}"))})", count);
    }

    public int Run(params ReadOnlySpan<object?> values)
    {
        for (int i = 0; i < values.Length; i++)
            _command.Parameters[i].Value = values[i] ?? DBNull.Value;
        return _command.ExecuteNonQuery();
    }

    public void Dispose() => _command.Dispose();
}
