#!/usr/bin/env bash
# The learning stack beside Python, both sides in one run, as lines of a table.
#   benchmarks/learning.sh cpu                 the pocket-sized model against plain PyTorch; needs python3-torch (Debian's, over the same libtorch)
#   benchmarks/learning.sh cuda [PROGRAM]      against transformers and peft; needs them in python3, and libtorch of python3's torch.
#                                              PROGRAM is a self-contained publish, for a machine without .NET:
#                                              dotnet publish benchmarks/Learning -c Release -r linux-x64 -p:OptimasNative=none -o FOLDER
set -uo pipefail
cd "$(dirname "$0")/.."
device=${1:-cpu}
program=${2:-}
python=python3
export PYTHONWARNINGS=ignore TRANSFORMERS_VERBOSITY=error DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

if [ "$device" = cuda ]; then
    torch=$($python -c 'import os, torch; print(os.path.dirname(torch.__file__))') || exit 1
    build=${TMPDIR:-/tmp}/optimas-native-cuda
    cmake -S src/Optimas.LibTorch/native -B "$build" -DCMAKE_BUILD_TYPE=Release -DTORCH_DIR="$torch" >"$build.log" 2>&1 &&
        cmake --build "$build" --parallel >>"$build.log" 2>&1 || { tail -20 "$build.log"; exit 1; }
    export OPTIMAS_TORCH_LIBRARY=$build/liboptimas_torch.so LD_LIBRARY_PATH=$torch/lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
else
    src/Optimas.LibTorch/native/install-prerequisites.sh || exit 1
    # Debian's PyTorch belongs to Debian's Python.
    $python -c 'import torch' 2>/dev/null || python=/usr/bin/python3
    $python -c 'import torch' || { echo "python3-torch is missing: apt-get install python3-torch" >&2; exit 1; }
fi
if [ -n "$program" ]; then
    ours=("$program")
else
    dotnet build benchmarks/Learning -c Release -v quiet -p:OptimasNative=required || exit 1
    ours=(dotnet artifacts/bin/LearningBenchmarks/release/LearningBenchmarks.dll)
fi

# One measurement on both sides, one after the other, ROUNDS times; each side's best counts. Every line of JSON goes to the standard error too.
row() { # name, metric, arguments…
    local name=$1 metric=$2 round lines=
    shift 2
    for ((round = 0; round < ${ROUNDS:-1}; round++)); do
        lines+="ours $("${ours[@]}" "$@" --device "$device" 2>&1 | tail -1)"$'\n'
        lines+="theirs $(timeout 200 $python benchmarks/Learning/reference.py "$@" --device "$device" 2>&1 | tail -1)"$'\n'
    done
    printf '%s' "$lines" | sed "s|^|$name: |" >&2
    printf '%s' "$lines" | $python benchmarks/Learning/table_row.py "$name" "$metric"
}

echo "| measurement | ours | Python | ratio | peak memory, ours / Python | our FLOP/s |"
echo "| --- | --- | --- | --- | --- | --- |"
row "matrix product, FLOP/s" flops matmul
if [ "$device" = cpu ]; then
    ROUNDS=${ROUNDS:-3}
    row "training, pocket, 4 × 256, tokens/s" tokensPerSecond train
    row "generation, pocket, 16 requests, tokens/s" tokensPerSecond generate
    row "generation, pocket, 1 request, tokens/s" tokensPerSecond generate --requests 1
else
    for model in ${MODELS:-qwen2.5-0.5b qwen2.5-1.5b}; do
        for requests in 1 16 64; do
            row "generation, $model, $requests requests, tokens/s" tokensPerSecond generate --model "$model" --requests "$requests" --tokens 64 --repeats 2
        done
        row "ranking loss, LoRA, $model, pairs/s" pairsPerSecond lrf --model "$model" --steps 3
    done
    [ -n "${MODELS:-}" ] || row "ranking loss, LoRA, llama-3-8b, recomputing, pairs/s" pairsPerSecond lrf --model llama-3-8b --steps 2 --checkpointing yes --passes 16384
fi
