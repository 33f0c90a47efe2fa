#!/usr/bin/env python3
"""Makes the reference values that the learning tests compare with: tiny random checkpoints, and what transformers, peft and
torch compute on them.

    python3 make_model_golden.py FOLDER

writes llama/{config.json,model.safetensors}, qwen/{config.json,model.safetensors},
lora/{adapter_config.json,adapter_model.safetensors}, golden.safetensors and golden.json, under 2 MiB together.
Needs torch 2, transformers 5, peft and safetensors; no network, no accelerator. A section that fails is reported and left
out; the others are still written, and the exit status is 1. The names of the tensors are listed in the README beside this file.
"""
import copy
import json
import os
import shutil
import sys
import tempfile
import traceback

os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("TRANSFORMERS_OFFLINE", "1")
os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")

import torch
import torch.nn.functional as F
from safetensors.torch import save_file

SEED = 20240607
VOCABULARY = 320
EOS = 2
LORA_MODULES = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
TEMPERATURE, TOP_K, TOP_P = 0.8, 20, 0.9
NEW_TOKENS = 24

out = sys.argv[1]
tensors = {}
settings = {}
sections = {}
checks = {}
models = {}


def keep(name, value, dtype=None):
    """Adds a tensor to golden.safetensors, as a copy."""
    assert name not in tensors, name
    tensors[name] = torch.as_tensor(value, dtype=dtype).detach().clone().contiguous()


def generator(seed):
    return torch.Generator().manual_seed(SEED + seed)


def randn(g, *shape):
    return torch.randn(*shape, generator=g)


def random_ids(g, length):
    """Ordinary tokens: 0, 1 and 2 are left for padding, beginning and end."""
    return torch.randint(3, VOCABULARY, (length,), generator=g)


def cross_check(name, theirs, ours):
    """Compares with the library's own way to the same result. A disagreement is reported, but costs no values."""
    try:
        result = "agrees" if theirs() == ours else "DISAGREES"
    except Exception as failure:
        result = f"not checked: {type(failure).__name__}: {failure}"
    if checks.get(name, "agrees") == "agrees":
        checks[name] = result


def section(name, work, *arguments):
    before = set(tensors)
    try:
        work(*arguments)
        sections[name] = "ok"
    except Exception as failure:  # one library's change of mind must not cost the rest
        traceback.print_exc()
        sections[name] = f"{type(failure).__name__}: {failure}"
        for added in set(tensors) - before:
            del tensors[added]
    print(f"{name}: {sections[name]}", flush=True)


# ---- Checkpoints -------------------------------------------------------------------------------------------------------------------


def llama_config():
    from transformers import LlamaConfig, __version__

    common = dict(
        vocab_size=VOCABULARY, hidden_size=64, intermediate_size=112, num_hidden_layers=3, num_attention_heads=4,
        num_key_value_heads=2, head_dim=16, max_position_embeddings=256, rms_norm_eps=1e-5, hidden_act="silu",
        tie_word_embeddings=False, attention_bias=False, mlp_bias=False, bos_token_id=1, eos_token_id=EOS, pad_token_id=None)
    scaling = dict(rope_type="llama3", factor=8.0, low_freq_factor=1.0, high_freq_factor=4.0, original_max_position_embeddings=32)
    if int(__version__.split(".")[0]) >= 5:
        return LlamaConfig(rope_parameters=dict(rope_theta=500000.0, **scaling), **common)
    return LlamaConfig(rope_theta=500000.0, rope_scaling=scaling, **common)


def qwen_config():
    from transformers import Qwen2Config, __version__

    common = dict(
        vocab_size=VOCABULARY, hidden_size=48, intermediate_size=96, num_hidden_layers=2, num_attention_heads=4,
        num_key_value_heads=2, max_position_embeddings=256, rms_norm_eps=1e-6, hidden_act="silu", tie_word_embeddings=True,
        use_sliding_window=False, bos_token_id=None, eos_token_id=EOS, pad_token_id=None)
    if int(__version__.split(".")[0]) >= 5:
        return Qwen2Config(rope_parameters=dict(rope_type="default", rope_theta=1000000.0), **common)
    return Qwen2Config(rope_theta=1000000.0, **common)


def randomize(model, seed):
    """Weights with which every part matters: norms away from 1, biases away from 0, logits far from flat."""
    g = generator(seed)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            noise = randn(g, *parameter.shape)
            if "norm" in name:
                parameter.copy_(1 + 0.2 * noise)
            elif name.startswith("lm_head") or (name.endswith("embed_tokens.weight") and model.config.tie_word_embeddings):
                parameter.copy_(0.25 * noise)
            elif name.endswith(".bias"):
                parameter.copy_(0.2 * noise)
            else:
                parameter.copy_(0.1 * noise)


def checkpoint(family, model_class, config, seed):
    import transformers

    config = config()
    try:
        config._attn_implementation = "eager"
    except Exception as failure:
        print(f"{family}: the default attention is used, since {failure}")
    model = getattr(transformers, model_class)(config).float().eval()
    randomize(model, seed)
    if config.tie_word_embeddings:
        model.tie_weights()
        assert model.lm_head.weight.data_ptr() == model.model.embed_tokens.weight.data_ptr(), "the embeddings are not tied"
    with tempfile.TemporaryDirectory() as folder:
        model.save_pretrained(folder)
        os.makedirs(os.path.join(out, family), exist_ok=True)
        for file in ("config.json", "model.safetensors"):
            shutil.copyfile(os.path.join(folder, file), os.path.join(out, family, file))
    models[family] = model


# ---- Forward passes, generation and embeddings -------------------------------------------------------------------------------------


def decoder(model):
    """The stack without the language-model head; below an adapter where there is one."""
    return model.base_model.model.model if model is models.get("lora") else model.model


def logits_of(model, ids):
    return model(input_ids=ids[None], use_cache=False).logits[0]


def hidden_of(model, ids):
    """The final norm's output, one row a token."""
    return decoder(model)(input_ids=ids[None], use_cache=False).last_hidden_state[0]


@torch.no_grad()
def forward(prefix, model, lengths, seed, with_hidden=True):
    """Logits are kept for all positions of short sequences and for the last 4 of long ones."""
    for length in lengths:
        ids = random_ids(generator(seed + length), length)
        logits = logits_of(model, ids)
        assert logits.dtype == torch.float32
        keep(f"{prefix}.forward.{length}.input_ids", ids)
        keep(f"{prefix}.forward.{length}.logits", logits if length <= 17 else logits[-4:])
        if with_hidden:
            keep(f"{prefix}.forward.{length}.hidden", hidden_of(model, ids))


@torch.no_grad()
def greedy(prefix, model, lengths, seed):
    for index, length in enumerate(lengths):
        for attempt in range(200):
            prompt = random_ids(generator(seed + 1000 * index + attempt), length)
            ids, log_probs, margins = prompt, [], []
            for _ in range(NEW_TOKENS):
                logits = logits_of(model, ids)[-1]
                best = logits.topk(2)
                token = int(best.indices[0])
                margins.append(float(best.values[0] - best.values[1]))
                log_probs.append(logits.log_softmax(-1)[token])
                if margins[-1] <= 2e-3 or token == EOS:
                    break
                ids = torch.cat([ids, best.indices[:1]])
            else:
                break
        else:
            raise RuntimeError("no prompt with clear margins")
        keep(f"{prefix}.greedy.{index}.prompt", prompt)
        keep(f"{prefix}.greedy.{index}.tokens", ids[length:])
        keep(f"{prefix}.greedy.{index}.log_probs", torch.stack(log_probs))
        keep(f"{prefix}.greedy.{index}.margins", margins, torch.float32)
        cross_check(f"{prefix}.greedy.{index} against generate()", lambda: model.generate(
            input_ids=prompt[None], attention_mask=torch.ones(1, length, dtype=torch.long), do_sample=False,
            max_new_tokens=NEW_TOKENS, pad_token_id=0)[0].tolist(), ids.tolist())


def draw(logits, u):
    """(token, clear): the token that u in [0, 1) selects, and whether it stays the same under small numerical differences.

    logits / temperature, top-k, then top-p: of the k in descending probability (ties by ascending id), the smallest set whose
    cumulative probability reaches top_p, at least one; renormalised, the first whose cumulative probability exceeds u * total.
    """
    scaled = (logits.double() / TEMPERATURE)
    order = torch.sort(-scaled, stable=True).indices
    clear = float(scaled[order[TOP_K - 1]] - scaled[order[TOP_K]]) > 1e-4
    order = order[:TOP_K]
    cumulative = scaled[order].softmax(-1).cumsum(-1)
    count = int((cumulative < TOP_P).sum()) + 1
    clear &= float((cumulative - TOP_P).abs().min()) > 1e-4
    count = min(count, TOP_K)
    cumulative = scaled[order[:count]].softmax(-1).cumsum(-1)
    boundaries = cumulative / cumulative[-1]
    clear &= float((boundaries - u).abs().min()) > 1e-4 and u > 1e-4
    # Near ties may come out in the other order elsewhere, which would swap two slices of [0, 1).
    gaps = scaled[order[:-1]] - scaled[order[1:]]
    clear &= float(gaps.min()) > 1e-5
    index = int((boundaries > u).nonzero()[0])
    return order[:count], int(order[index]), clear


def library_support(logits):
    """The tokens that transformers' own filters leave."""
    from transformers.generation.logits_process import TemperatureLogitsWarper, TopKLogitsWarper, TopPLogitsWarper

    scores = logits[None]
    for warper in (TemperatureLogitsWarper(TEMPERATURE), TopKLogitsWarper(TOP_K), TopPLogitsWarper(TOP_P)):
        scores = warper(None, scores)
    return set(torch.isfinite(scores[0]).nonzero()[:, 0].tolist())


@torch.no_grad()
def sampled(prefix, model, lengths, seed):
    for index, length in enumerate(lengths):
        for attempt in range(400):
            g = generator(seed + 1000 * index + attempt)
            prompt = random_ids(g, length)
            noise = torch.rand(NEW_TOKENS, generator=g, dtype=torch.float64)
            ids, log_probs = prompt, []
            for step in range(NEW_TOKENS):
                logits = logits_of(model, ids)[-1]
                support, token, clear = draw(logits, float(noise[step]))
                if not clear or token == EOS:
                    break
                cross_check(f"{prefix}.sample filters against transformers", lambda: library_support(logits), set(support.tolist()))
                log_probs.append(logits.log_softmax(-1)[token])
                ids = torch.cat([ids, torch.tensor([token])])
            else:
                break
        else:
            raise RuntimeError("no prompt and noise away from every boundary")
        keep(f"{prefix}.sample.{index}.prompt", prompt)
        keep(f"{prefix}.sample.{index}.noise", noise)
        keep(f"{prefix}.sample.{index}.tokens", ids[length:])
        keep(f"{prefix}.sample.{index}.log_probs", torch.stack(log_probs))


@torch.no_grad()
def embeddings(prefix, model, lengths, seed):
    """A batch padded on the right with 0."""
    g = generator(seed)
    rows = [random_ids(g, length) for length in lengths]
    ids = torch.zeros(len(rows), max(lengths), dtype=torch.long)
    mask = torch.zeros_like(ids)
    for row, sequence in enumerate(rows):
        ids[row, : len(sequence)] = sequence
        mask[row, : len(sequence)] = 1
    hidden = decoder(model)(input_ids=ids, attention_mask=mask, use_cache=False).last_hidden_state
    last = hidden[torch.arange(len(rows)), mask.sum(-1) - 1]
    mean = (hidden * mask[..., None]).sum(1) / mask.sum(-1, keepdim=True)
    alone = torch.stack([hidden_of(model, sequence)[-1] for sequence in rows])
    assert torch.allclose(last, alone, atol=1e-4), "padding changes the result"
    keep(f"{prefix}.embed.input_ids", ids)
    keep(f"{prefix}.embed.attention_mask", mask)
    keep(f"{prefix}.embed.last", F.normalize(last, dim=-1))
    keep(f"{prefix}.embed.mean", F.normalize(mean, dim=-1))


# ---- Gradients ---------------------------------------------------------------------------------------------------------------------


def cross_entropy(prefix, model, lengths, seed):
    """Mean over all target tokens of two independent sequences, each from position 0: padded or packed, the same number."""
    g = generator(seed)
    sequences = [random_ids(g, length) for length in lengths]
    model.zero_grad(set_to_none=True)
    total = sum(F.cross_entropy(logits_of(model, ids)[:-1], ids[1:], reduction="sum") for ids in sequences)
    loss = total / sum(length - 1 for length in lengths)
    loss.backward()
    for index, ids in enumerate(sequences):
        keep(f"{prefix}.ce.{index}.input_ids", ids)
    keep(f"{prefix}.ce.loss", loss)
    for name, parameter in model.named_parameters():
        gradient = parameter.grad
        if name == "model.embed_tokens.weight" and not model.config.tie_word_embeddings:
            rows = torch.cat([ids[:-1] for ids in sequences]).unique()
            others = gradient.clone()
            others[rows] = 0
            assert not others.any(), "a row of a token that is not there has a gradient"
            keep(f"{prefix}.ce.grad_rows.{name}", rows)
            gradient = gradient[rows]
        keep(f"{prefix}.ce.grad.{name}", gradient)
    model.zero_grad(set_to_none=True)


def adapter_name(name):
    """The name under which peft saves the parameter."""
    return name.replace(".default.", ".")


def lora():
    from peft import LoraConfig, get_peft_model

    model = get_peft_model(copy.deepcopy(models["llama"]), LoraConfig(
        r=8, lora_alpha=16, lora_dropout=0.0, target_modules=list(LORA_MODULES), bias="none", task_type="CAUSAL_LM"))
    model.eval()
    g = generator(50)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if "lora_A" in name:
                parameter.copy_(0.1 * randn(g, *parameter.shape))
            elif "lora_B" in name:
                parameter.copy_(0.05 * randn(g, *parameter.shape))
    models["lora"] = model
    with tempfile.TemporaryDirectory() as folder:
        model.create_or_update_model_card = lambda *_, **__: None  # a README that asks the hub
        model.save_pretrained(folder, save_embedding_layers=False)
        os.makedirs(os.path.join(out, "lora"), exist_ok=True)
        for file in ("adapter_config.json", "adapter_model.safetensors"):
            shutil.copyfile(os.path.join(folder, file), os.path.join(out, "lora", file))


def ranking():
    """-mean log sigmoid(r+ - r- - margin * gap); reward: a linear head, no bias, on the last token's final hidden state."""
    model = models["lora"]
    g = generator(60)
    hidden_size = models["llama"].config.hidden_size
    head = (0.3 * randn(g, hidden_size)).requires_grad_()
    contexts = [random_ids(g, length) for length in (9, 21, 4)]
    pairs = []
    for index, (preferred, other) in enumerate([(3, 5), (1, 4), (7, 2), (6, 6), (2, 1), (11, 8)]):
        pairs.append((contexts[index // 2], random_ids(g, preferred), random_ids(g, other)))
    gaps = 0.1 + 0.8 * torch.rand(len(pairs), generator=g)
    keep("ranking.head", head)
    keep("ranking.gaps", gaps)
    for index, (context, preferred, other) in enumerate(pairs):
        keep(f"ranking.{index}.context", context)
        keep(f"ranking.{index}.preferred", preferred)
        keep(f"ranking.{index}.other", other)

    for name, parameter in model.named_parameters():
        parameter.requires_grad_("lora_" in name)
    for label, margin, layers in (("margin0", 0.0, (0,)), ("margin05", 0.5, (0, 1, 2))):
        model.zero_grad(set_to_none=True)
        head.grad = None
        reward = lambda x, y: hidden_of(model, torch.cat([x, y]))[-1] @ head
        better = torch.stack([reward(x, y) for x, y, _ in pairs])
        worse = torch.stack([reward(x, y) for x, _, y in pairs])
        loss = -F.logsigmoid(better - worse - margin * gaps).mean()
        loss.backward()
        keep(f"ranking.{label}.loss", loss)
        keep(f"ranking.{label}.rewards_preferred", better)
        keep(f"ranking.{label}.rewards_other", worse)
        keep(f"ranking.{label}.grad.head", head.grad)
        for name, parameter in model.named_parameters():
            if "lora_" in name and any(f".layers.{layer}." in name for layer in layers):
                keep(f"ranking.{label}.grad.{adapter_name(name)}", parameter.grad)


# ---- Reinforcement learning and optimizers -----------------------------------------------------------------------------------------


def ppo():
    g = generator(70)
    count, choices = 12, 7
    clip, value_clip, value_coefficient, entropy_coefficient, kl_coefficient = 0.2, 0.2, 0.5, 0.01, 0.05
    logits = (1.5 * randn(g, count, choices)).requires_grad_()
    actions = torch.randint(0, choices, (count,), generator=g)
    log_probs = logits.log_softmax(-1)
    chosen = log_probs.gather(-1, actions[:, None])[:, 0]
    old_log_probs = (chosen + 0.3 * randn(g, count)).detach()
    reference_log_probs = (chosen + 0.4 * randn(g, count)).detach()
    advantages = randn(g, count)
    returns = randn(g, count)
    old_values = randn(g, count)
    values = (old_values + 0.3 * randn(g, count)).detach().requires_grad_()

    ratio = (chosen - old_log_probs).exp()
    policy_loss = -torch.min(ratio * advantages, ratio.clamp(1 - clip, 1 + clip) * advantages).mean()
    clipped_values = old_values + (values - old_values).clamp(-value_clip, value_clip)
    value_loss = 0.5 * torch.max((values - returns) ** 2, (clipped_values - returns) ** 2).mean()
    entropy = -(log_probs.exp() * log_probs).sum(-1).mean()
    difference = reference_log_probs - chosen
    kl = (difference.exp() - difference - 1).mean()
    total = policy_loss + value_coefficient * value_loss - entropy_coefficient * entropy + kl_coefficient * kl
    total.backward()
    clipped = ((ratio - 1).abs() > clip).float().mean()
    assert 0 < clipped < 1

    settings["ppo"] = dict(
        clip=clip, value_clip=value_clip, value_coefficient=value_coefficient, entropy_coefficient=entropy_coefficient,
        kl_coefficient=kl_coefficient,
        total="policy_loss + value_coefficient * value_loss - entropy_coefficient * entropy + kl_coefficient * kl")
    for name, value in dict(
            logits=logits, actions=actions, old_log_probs=old_log_probs, reference_log_probs=reference_log_probs,
            advantages=advantages, returns=returns, old_values=old_values, values=values, log_probs=chosen,
            policy_loss=policy_loss, value_loss=value_loss, entropy=entropy, kl=kl, total=total, clip_fraction=clipped).items():
        keep(f"ppo.{name}", value)
    keep("ppo.grad.logits", logits.grad)
    keep("ppo.grad.values", values.grad)


def gae():
    """Episodes one after the other in flat tensors; each ends, so nothing is bootstrapped past its last step."""
    g = generator(80)
    lengths = [5, 1, 8, 3]
    rewards, values = randn(g, sum(lengths)), randn(g, sum(lengths))
    keep("gae.lengths", lengths, torch.int64)
    keep("gae.rewards", rewards)
    keep("gae.values", values)
    for label, gamma in (("gamma1", 1.0), ("gamma099", 0.99)):
        lam = 0.95
        advantages = torch.zeros_like(rewards)
        start = 0
        for length in lengths:
            running, following = 0.0, 0.0
            for step in reversed(range(start, start + length)):
                delta = float(rewards[step]) + gamma * following - float(values[step])
                running = delta + gamma * lam * running
                advantages[step] = running
                following = float(values[step])
            start += length
        keep(f"gae.{label}.advantages", advantages)
        keep(f"gae.{label}.returns", advantages + values)
        centred = advantages - advantages.mean()
        keep(f"gae.{label}.whitened", centred * torch.rsqrt(advantages.var(unbiased=False) + 1e-8))
        keep(f"gae.{label}.whitened_unbiased", centred * torch.rsqrt(advantages.var(unbiased=True) + 1e-8))
    settings["gae"] = dict(lam=0.95, gamma1=1.0, gamma099=0.99, whitened="(a - mean) / sqrt(population variance + 1e-8)",
                           whitened_unbiased="(a - mean) / sqrt(sample variance + 1e-8)")


def adamw():
    g = generator(90)
    parameters = [torch.nn.Parameter(randn(g, 3, 4)), torch.nn.Parameter(randn(g, 5))]
    options = dict(lr=1e-2, betas=(0.9, 0.95), eps=1e-8, weight_decay=0.1)
    optimizer = torch.optim.AdamW(parameters, **options)
    settings["adamw"] = dict(options, steps=5)
    for index, parameter in enumerate(parameters):
        keep(f"adamw.{index}.value.0", parameter)
    for step in range(1, 6):
        for index, parameter in enumerate(parameters):
            parameter.grad = randn(g, *parameter.shape) * 10.0 ** (step - 3)
            keep(f"adamw.{index}.grad.{step}", parameter.grad)
        optimizer.step()
        for index, parameter in enumerate(parameters):
            keep(f"adamw.{index}.value.{step}", parameter)


def muon():
    g = generator(92)
    parameters = [torch.nn.Parameter(randn(g, *shape)) for shape in ((8, 8), (6, 16), (16, 6), (6, 16))]
    options = dict(lr=1e-2, momentum=0.95, weight_decay=0.1, nesterov=True, adjust_lr_fn="match_rms_adamw")
    optimizer = torch.optim.Muon(parameters, **options)
    settings["muon"] = dict(options, steps=5)
    for index, parameter in enumerate(parameters):
        keep(f"muon.{index}.value.0", parameter)
    for step in range(1, 6):
        for index, parameter in enumerate(parameters):
            parameter.grad = randn(g, *parameter.shape)
            keep(f"muon.{index}.grad.{step}", parameter.grad)
        optimizer.step()
        for index, parameter in enumerate(parameters):
            keep(f"muon.{index}.value.{step}", parameter)


def clipping():
    g = generator(91)
    parameters = [torch.nn.Parameter(torch.zeros(3, 4)), torch.nn.Parameter(torch.zeros(5))]
    for label, maximum in (("over", 1.0), ("under", 100.0)):
        for index, parameter in enumerate(parameters):
            parameter.grad = 2 * randn(g, *parameter.shape)
            keep(f"clipping.{label}.{index}.grad", parameter.grad)
        keep(f"clipping.{label}.norm", torch.nn.utils.clip_grad_norm_(parameters, maximum))
        for index, parameter in enumerate(parameters):
            keep(f"clipping.{label}.{index}.clipped", parameter.grad)
    settings["clipping"] = dict(over=1.0, under=100.0)


def schedule():
    from transformers import get_cosine_schedule_with_warmup

    optimizer = torch.optim.AdamW([torch.nn.Parameter(torch.zeros(1))], lr=1e-2)
    scheduler = get_cosine_schedule_with_warmup(optimizer, num_warmup_steps=3, num_training_steps=20)
    rates = []
    for _ in range(21):
        rates.append(scheduler.get_last_lr()[0])
        optimizer.step()
        scheduler.step()
    keep("schedule.learning_rates", rates, torch.float64)
    settings["schedule"] = dict(lr=1e-2, warmup_steps=3, total_steps=20, index="completed optimizer steps, 0 to 20")


# ---- All of it ---------------------------------------------------------------------------------------------------------------------


def version(module):
    try:
        return __import__(module).__version__
    except Exception as failure:
        return f"missing: {failure}"


def main():
    torch.use_deterministic_algorithms(True)
    torch.set_num_threads(1)
    torch.manual_seed(SEED)
    os.makedirs(out, exist_ok=True)
    settings["sampling"] = dict(temperature=TEMPERATURE, top_k=TOP_K, top_p=TOP_P)

    for family, model_class, config, seed in (
            ("llama", "LlamaForCausalLM", llama_config, 1), ("qwen", "Qwen2ForCausalLM", qwen_config, 2)):
        section(f"{family}.checkpoint", checkpoint, family, model_class, config, seed)
        model = models.get(family)
        offset = 100_000 * seed
        section(f"{family}.forward", forward, family, model, (1, 5, 17, 64, 100), offset + 1)
        section(f"{family}.greedy", greedy, family, model, (1, 6, 40), offset + 10_000)
        section(f"{family}.sample", sampled, family, model, (1, 6, 40), offset + 20_000)
        section(f"{family}.embed", embeddings, family, model, (7, 1, 19, 12), offset + 30_000)
        section(f"{family}.ce", cross_entropy, family, model, (13, 9), offset + 40_000)
    section("lora.checkpoint", lora)
    section("lora.forward", lambda: forward("lora", models["lora"], (5, 17, 64), 300_000, with_hidden=False))
    section("ranking", ranking)
    section("ppo", ppo)
    section("gae", gae)
    section("adamw", adamw)
    section("muon", muon)
    section("clipping", clipping)
    section("schedule", schedule)

    versions = {module: version(module) for module in ("torch", "transformers", "peft", "safetensors")}
    save_file(tensors, os.path.join(out, "golden.safetensors"), metadata={"format": "pt"})
    with open(os.path.join(out, "golden.json"), "w") as file:
        json.dump(dict(versions=versions, sections=sections, checks=checks, settings=settings), file, indent=1, sort_keys=True)
        file.write("\n")

    total = 0
    for folder, _, files in os.walk(out):
        for file in files:
            size = os.path.getsize(os.path.join(folder, file))
            total += size
            print(f"{size:9d}  {os.path.relpath(os.path.join(folder, file), out)}")
    print(f"{total:9d}  of {2 << 20} bytes, {len(tensors)} tensors")
    for name, value in tensors.items():
        if value.is_floating_point() and not torch.isfinite(value).all():
            print(f"not finite: {name}")
            sections[name] = "not finite"
    for name, result in checks.items():
        print(f"check: {name}: {result}")
    failed = [name for name, state in sections.items() if state != "ok"]
    print("failed: " + ", ".join(failed) if failed else "all sections ok")
    return 1 if failed or total >= 2 << 20 else 0


if __name__ == "__main__":
    sys.exit(main())
