"""The same measurements as Program.cs, in Python: plain PyTorch on the CPU, transformers and peft on CUDA. One line of JSON a call."""

import argparse
import json
import math
import os
import time

import torch
import torch.nn.functional as F


def parse():
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=["matmul", "train", "generate", "lrf"])
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--model", default="pocket")
    for name, otherwise in [("size", None), ("batch", None), ("length", None), ("steps", None), ("requests", 16), ("prompt", 96),
                            ("tokens", 128), ("repeats", 3), ("passes", 0)]:
        parser.add_argument("--" + name, type=int, default=otherwise)
    parser.add_argument("--checkpointing", default="no")
    parser.add_argument("--adapters", default="bfloat16", choices=["bfloat16", "float32"])
    return parser.parse_args()


def finish(device):
    if device == "cuda":
        torch.cuda.synchronize()


def attention(q, k, v, causal):
    """libtorch 1.13 has the fused function under a private name."""
    if hasattr(F, "scaled_dot_product_attention"):
        return F.scaled_dot_product_attention(q, k, v, is_causal=causal)
    return F._scaled_dot_product_attention(q, k, v, None, 0.0, False, causal)[0]


class Norm(torch.nn.Module):
    def __init__(self, width):
        super().__init__()
        self.weight = torch.nn.Parameter(torch.ones(width))

    def forward(self, x):
        return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-6) * self.weight


class Block(torch.nn.Module):
    def __init__(self, width, inner, heads):
        super().__init__()
        self.heads = heads
        self.norm1, self.norm2 = Norm(width), Norm(width)
        self.q, self.k, self.v, self.o = (torch.nn.Linear(width, width, bias=False) for _ in range(4))
        self.gate, self.up = torch.nn.Linear(width, inner, bias=False), torch.nn.Linear(width, inner, bias=False)
        self.down = torch.nn.Linear(inner, width, bias=False)

    def split(self, x):
        return x.view(x.shape[0], x.shape[1], self.heads, -1).transpose(1, 2)

    @staticmethod
    def rotate(x, cos, sin):
        a, b = x.chunk(2, -1)
        return torch.cat([a * cos - b * sin, b * cos + a * sin], -1)

    def forward(self, x, cos, sin, cache=None):
        h = self.norm1(x)
        q, k, v = self.split(self.q(h)), self.split(self.k(h)), self.split(self.v(h))
        q, k = self.rotate(q, cos, sin), self.rotate(k, cos, sin)
        if cache is not None:
            keys, values, start = cache
            end = start + k.shape[2]
            keys[:, :, start:end], values[:, :, start:end] = k, v
            k, v = keys[:, :, :end], values[:, :, :end]
        a = attention(q, k, v, causal=q.shape[2] > 1)
        x = x + self.o(a.transpose(1, 2).reshape(x.shape))
        h = self.norm2(x)
        return x + self.down(F.silu(self.gate(h)) * self.up(h))


class Pocket(torch.nn.Module):
    """The pocket model's shape, written as one would by hand."""

    def __init__(self, vocabulary=2048, width=256, inner=688, layers=6, heads=8, longest=2048):
        super().__init__()
        self.embed = torch.nn.Embedding(vocabulary, width)
        self.blocks = torch.nn.ModuleList(Block(width, inner, heads) for _ in range(layers))
        self.norm = Norm(width)
        self.heads, self.size = heads, width // heads
        angles = torch.outer(torch.arange(longest).float(), 10000 ** (-torch.arange(0, self.size, 2).float() / self.size))
        self.register_buffer("cos", angles.cos())
        self.register_buffer("sin", angles.sin())
        for p in self.parameters():
            if p.dim() > 1:
                torch.nn.init.normal_(p, 0, 0.02)

    def forward(self, ids, start=0, caches=None, last=False):
        x = self.embed(ids)
        cos, sin = self.cos[start:start + ids.shape[1]], self.sin[start:start + ids.shape[1]]
        for i, block in enumerate(self.blocks):
            x = block(x, cos, sin, None if caches is None else (*caches[i], start))
        x = self.norm(x[:, -1:] if last else x)
        return F.linear(x, self.embed.weight)


def matmul(o):
    size = o.size or (8192 if o.device == "cuda" else 2048)
    x = torch.randn(size, size).to(o.device, torch.bfloat16 if o.device == "cuda" else torch.float32)
    best = math.inf
    for _ in range(6):
        finish(o.device)
        start = time.perf_counter()
        for _ in range(5):
            x.mm(x)
        finish(o.device)
        best = min(best, time.perf_counter() - start)
    return {"flops": 5 * 2 * size ** 3 / best}


def train(o):
    batch, length, steps, warm_up = o.batch or 4, o.length or 256, o.steps or 20, 3
    torch.manual_seed(1)
    model = Pocket()
    decayed = [p for p in model.parameters() if p.dim() > 1]
    others = [p for p in model.parameters() if p.dim() <= 1]
    optimizer = torch.optim.AdamW(
        [{"params": decayed, "weight_decay": 0.1}, {"params": others, "weight_decay": 0.0}], lr=1e-3, betas=(0.9, 0.95))
    data = torch.randint(0, 2048, (warm_up + steps, batch, length))
    start = 0
    for step in range(warm_up + steps):
        if step == warm_up:
            start = time.perf_counter()
        ids = data[step]
        loss = F.cross_entropy(model(ids[:, :-1]).flatten(0, 1), ids[:, 1:].flatten())
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
    seconds = time.perf_counter() - start
    return {"tokensPerSecond": steps * batch * length / seconds, "loss": loss.item()}


def generate_pocket(o):
    torch.manual_seed(1)
    model = Pocket().eval()
    best = math.inf
    with torch.inference_mode():
        for repeat in range(o.repeats + 1):
            ids = torch.randint(0, 2048, (o.requests, o.prompt))
            start = time.perf_counter()
            shape = (o.requests, model.heads, o.prompt + o.tokens, model.size)
            caches = [(torch.zeros(shape), torch.zeros(shape)) for _ in model.blocks]
            token = model(ids, 0, caches, last=True).argmax(-1)
            for i in range(o.tokens - 1):
                token = model(token, o.prompt + i, caches).argmax(-1)
            if repeat > 0:
                best = min(best, time.perf_counter() - start)
    return {"tokensPerSecond": o.requests * o.tokens / best, "seconds": best}


def shape(name):
    from transformers import LlamaConfig, Qwen2Config
    if name == "llama-3-8b":
        return LlamaConfig(vocab_size=128256, hidden_size=4096, intermediate_size=14336, num_hidden_layers=32, num_attention_heads=32,
                           num_key_value_heads=8, max_position_embeddings=8192, rms_norm_eps=1e-5, tie_word_embeddings=False)
    width, inner, layers, heads, keys = {"qwen2.5-0.5b": (896, 4864, 24, 14, 2), "qwen2.5-1.5b": (1536, 8960, 28, 12, 2)}[name]
    return Qwen2Config(vocab_size=151936, hidden_size=width, intermediate_size=inner, num_hidden_layers=layers, num_attention_heads=heads,
                       num_key_value_heads=keys, max_position_embeddings=32768, tie_word_embeddings=True)


def build(o, kind):
    import transformers
    config = shape(o.model)
    config.pad_token_id = 0
    config.num_labels = 1
    with torch.device(o.device):
        torch.set_default_dtype(torch.bfloat16)
        try:
            model = getattr(transformers, kind).from_config(config, attn_implementation="sdpa")
        finally:
            torch.set_default_dtype(torch.float32)
    return model.to(torch.bfloat16)


def generate(o):
    """transformers' generate, greedy, all requests in one batch of equal length: its best case."""
    if o.model == "pocket":
        return generate_pocket(o)
    model = build(o, "AutoModelForCausalLM").eval()
    best = math.inf
    for repeat in range(o.repeats + 1):
        ids = torch.randint(1, 1000, (o.requests, o.prompt), device=o.device)
        finish(o.device)
        start = time.perf_counter()
        with torch.inference_mode():
            out = model.generate(ids, attention_mask=torch.ones_like(ids), max_new_tokens=o.tokens, min_new_tokens=o.tokens, do_sample=False)
        finish(o.device)
        assert out.shape[1] == o.prompt + o.tokens
        if repeat > 0:
            best = min(best, time.perf_counter() - start)
    return {"tokensPerSecond": o.requests * o.tokens / best, "seconds": best, "peakBytes": torch.cuda.max_memory_allocated()}


def lengths_of(batch, length, step):
    """The lengths of a step's sequences, as Measurements.cs draws them: contexts of 1/2 to 7/8 of the longest, outputs of up to 1/8."""
    pairs = []
    for i in range(batch):
        fraction = ((step * batch + i) * 0.6180339887498949) % 1.0
        context = int(length * (0.5 + 0.375 * fraction))
        pairs.append((context, int(length * (0.02 + 0.1 * ((fraction * 7) % 1.0))), int(length * (0.02 + 0.1 * ((fraction * 13) % 1.0)))))
    return pairs


def lrf(o):
    """Pairwise ranking loss over a LoRA adapter: padded batches sorted by length, as a trainer would make them."""
    from peft import LoraConfig, get_peft_model
    batch, length, steps, warm_up = o.batch or 32, o.length or 2048, o.steps or 5, 2
    torch.manual_seed(1)
    model = build(o, "AutoModelForSequenceClassification")
    if o.checkpointing == "yes":
        model.gradient_checkpointing_enable(gradient_checkpointing_kwargs={"use_reentrant": False})
        model.enable_input_require_grads()
    model = get_peft_model(model, LoraConfig(r=32, lora_alpha=16, lora_dropout=0.0, task_type="SEQ_CLS", target_modules=[
        "q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]), autocast_adapter_dtype=o.adapters == "float32")
    model.train()
    trained = [p for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(trained, lr=1e-5)
    tokens = seconds = 0
    torch.cuda.reset_peak_memory_stats()
    per_pass = o.passes or 32768
    loss = torch.zeros(())
    for step in range(warm_up + steps):
        pairs = sorted(lengths_of(batch, length, step), key=lambda p: p[0] + max(p[1:]))
        prepared = [[torch.randint(1, 1000, (context + own,), device=o.device) for own in (chosen, rejected)] for context, chosen, rejected in pairs]
        groups, start_at = [], 0
        while start_at < len(pairs):
            count = 1
            while start_at + count < len(pairs) and 2 * (count + 1) * max(len(x) for x in prepared[start_at + count]) <= per_pass:
                count += 1
            groups.append(prepared[start_at:start_at + count])
            start_at += count
        finish(o.device)
        begin = time.perf_counter()
        for group in groups:
            rows = [row for pair in group for row in pair]
            ids = torch.nn.utils.rnn.pad_sequence(rows, batch_first=True)
            mask = torch.nn.utils.rnn.pad_sequence([torch.ones_like(row) for row in rows], batch_first=True)
            rewards = model(input_ids=ids, attention_mask=mask).logits.float().view(-1, 2)
            loss = -F.logsigmoid(rewards[:, 0] - rewards[:, 1]).sum() / batch
            loss.backward()
        torch.nn.utils.clip_grad_norm_(trained, 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        finish(o.device)
        if step >= warm_up:
            seconds += time.perf_counter() - begin
            tokens += sum(2 * c + a + b for c, a, b in pairs)
    return {"tokensPerSecond": tokens / seconds, "pairsPerSecond": steps * batch / seconds,
            "peakBytes": torch.cuda.max_memory_allocated(), "loss": loss.item() * 1.0}


if __name__ == "__main__":
    given = parse()
    torch.set_num_threads(os.cpu_count())
    print(json.dumps({"matmul": matmul, "train": train, "generate": generate, "lrf": lrf}[given.what](given)))
