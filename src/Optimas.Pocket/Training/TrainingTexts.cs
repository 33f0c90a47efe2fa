using System.Collections.Concurrent;
using Optimas.Learning;

namespace Optimas.Pocket;

/// <summary>Examples as texts to train on, made ahead of their use on all cores. The reply weighs 1, the rest a tenth.</summary>
/// <param name="examples">The examples.</param>
/// <param name="template">How conversations are laid out.</param>
internal sealed class TrainingTexts(SkillMix examples, ChatTemplate template)
{
    private const int BlockSize = 2048, BlocksAhead = 6;
    private const float PromptWeight = 0.1f;

    private readonly ConcurrentDictionary<long, Lazy<Task<TokenSequence[]>>> _blocks = new();

    /// <summary>The text of a number. They are asked for in order; going back costs time alone.</summary>
    public TokenSequence this[long number]
    {
        get
        {
            var (block, index) = Math.DivRem(number, BlockSize);
            if (index == 0)
                _blocks.TryRemove(block - 1, out _);
            for (long ahead = block + BlocksAhead; ahead > block; ahead--)
                _ = Block(ahead);
            return Block(block).GetAwaiter().GetResult()[index];
        }
    }

    /// <summary>An example as a text.</summary>
    /// <param name="example">The example.</param>
    /// <param name="promptWeight">What a token of the prompt weighs beside one of the reply.</param>
    public TokenSequence Encode(PocketExample example, float promptWeight)
    {
        ChatTurn[] turns = [new("system", example.Instruction.Text), new("user", example.Input), new("assistant", example.Reply)];
        if (example.Instruction.Text.Length == 0)
            turns = turns[1..];
        int[] prompt = template.Encode(turns[..^1], generationPrompt: true);
        int[] whole = template.Encode(turns, generationPrompt: false);
        // The line break after the last message is never written.
        int[] tokens = whole[..^1];
        return new(tokens, [.. tokens.Select((_, i) => i < prompt.Length ? promptWeight : 1)]);
    }

    private Task<TokenSequence[]> Block(long block) => _blocks.GetOrAdd(
        block, b => new(() => Task.Run(() => Enumerable.Range(0, BlockSize).Select(i => Encode(examples[(b * BlockSize) + i], PromptWeight)).ToArray()))).Value;
}
