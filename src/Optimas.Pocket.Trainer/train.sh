#!/usr/bin/env bash
# Trains both sizes of the pocket model and measures their skills.
#   src/Optimas.Pocket.Trainer/train.sh cpu|cuda FOLDER [PROGRAM]
# FOLDER gets a subfolder for each model; run again before it is finished, it goes on where it stopped. STEPS, RATE and SEED set the number of steps, the highest
# learning rate and the seed; START names a folder with finished models to start from.
# PROGRAM is a self-contained publish, for a machine without .NET whose python3 has torch:
#   dotnet publish src/Optimas.Pocket.Trainer -c Release -r linux-x64 -p:OptimasNative=none -o FOLDER
set -euo pipefail
cd "$(dirname "$0")/../.."
device=$1
folder=$2
program=${3:-}
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

if [ "$device" = cuda ]; then
    torch=$(python3 -c 'import os, torch; print(os.path.dirname(torch.__file__))')
    build=${TMPDIR:-/tmp}/optimas-native-cuda
    cmake -S src/Optimas.LibTorch/native -B "$build" -DCMAKE_BUILD_TYPE=Release -DTORCH_DIR="$torch" >"$build.log" 2>&1 &&
        cmake --build "$build" --parallel >>"$build.log" 2>&1 || { tail -20 "$build.log"; exit 1; }
    export OPTIMAS_TORCH_LIBRARY=$build/liboptimas_torch.so LD_LIBRARY_PATH=$torch/lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
else
    src/Optimas.LibTorch/native/install-prerequisites.sh
fi
if [ -z "$program" ]; then
    dotnet build src/Optimas.Pocket.Trainer -c Release -v quiet -p:OptimasNative=required
    program="dotnet artifacts/bin/Optimas.Pocket.Trainer/release/optimas-pocket.dll"
fi

mkdir -p "$folder"
trainings=()
for model in pocket pocket-mini; do
    $program train --model $model --models "$folder" --device "$device" --steps "${STEPS:-16000}" \
        --learning-rate "${RATE:-3e-3}" --seed "${SEED:-1}" ${START:+--start "$START"} >"$folder/$model.log" 2>&1 &
    trainings+=($!)
done
for training in "${trainings[@]}"; do
    wait "$training" || { tail -3 "$folder"/*.log >&2; exit 1; }
done
for model in pocket pocket-mini; do
    tail -3 "$folder/$model.log"
done
for model in pocket pocket-mini; do
    $program skills --model $model --models "$folder" --device "$device" --count "${COUNT:-400}" | tee "$folder/$model.skills.md"
done
