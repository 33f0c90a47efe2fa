using System.Collections.Immutable;
using System.Text.Json;

namespace Optimas.Pocket;

/// <summary>An instruction that a person wrote, without the grammar.</summary>
/// <param name="Skill">The skill.</param>
/// <param name="Dimension">The dimension that it speaks of.</param>
/// <param name="Behaviour">The behaviour that it asks for.</param>
/// <param name="Text">The whole instruction.</param>
public sealed record HandWrittenClause(string Skill, string Dimension, string Behaviour, string Text)
{
    /// <summary>Reads those of a file.</summary>
    /// <param name="path">A file with one JSON object a line: skill, dimension, behaviour, text.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="InvalidDataException">A line is not such an object; the message names it.</exception>
    public static async Task<IReadOnlyList<HandWrittenClause>> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var clauses = new List<HandWrittenClause>();
        int number = 0;
        await foreach (string line in File.ReadLinesAsync(path, cancellationToken).ConfigureAwait(false))
        {
            number++;
            if (line.Length == 0)
                continue;
            try
            {
                using var json = JsonDocument.Parse(line);
                string Field(string name) => json.RootElement.GetProperty(name).GetString()!;
                clauses.Add(new(Field("skill"), Field("dimension"), Field("behaviour"), Field("text")));
            }
            catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
            {
                throw new InvalidDataException($"{path}, line {number}: {e.Message}", e);
            }
        }

        return clauses;
    }

    /// <summary>What it asks for, in terms of the skill.</summary>
    /// <param name="skill">The skill that it names.</param>
    /// <exception cref="InvalidDataException">The skill has no such dimension or behaviour.</exception>
    public Instruction Read(ComponentSkill skill)
    {
        ArgumentNullException.ThrowIfNull(skill);
        var asked = skill.Dimensions.Select(_ => (int?)null).ToImmutableArray();
        for (int d = 0; d < asked.Length; d++)
        {
            var dimension = skill.Dimensions[d];
            int behaviour = dimension.Behaviours.Select(b => b.Name).ToList().IndexOf(Behaviour);
            if (dimension.Name == Dimension && behaviour >= 0)
                return new(Text, asked.SetItem(d, behaviour));
        }

        throw new InvalidDataException(
            $"{skill.Name} has no behaviour \"{Behaviour}\" of \"{Dimension}\"; it has "
            + string.Join("; ", skill.Dimensions.Select(d => $"{d.Name}: {string.Join(", ", d.Behaviours.Select(b => b.Name))}")));
    }
}
