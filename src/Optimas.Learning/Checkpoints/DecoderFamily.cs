namespace Optimas.Learning;

/// <summary>The architectures whose checkpoints can be loaded. They differ in their biases and in the names of their classes.</summary>
public enum DecoderFamily
{
    /// <summary><c>LlamaForCausalLM</c>: Llama 3 and the models that took its shape. (Llama 2 has it too, but its tokenizer falls back to bytes, which is refused.)</summary>
    Llama,

    /// <summary><c>Qwen2ForCausalLM</c>: Qwen 2 and 2.5; biases on queries, keys and values.</summary>
    Qwen2,
}
