#!/usr/bin/env bash
# The five systems on the pocket model: every control and seed at the same budget, one JSON line each, and tables of them.
#   benchmarks/systems.sh FOLDER [PROGRAM]
# FOLDER keeps what is done; run again, an optimization that was cut off goes on. RUNS is the budget in system runs, SEEDS and CONTROL_SEEDS how
# many seeds the method and its controls get, PARALLEL how many optimizations run at once, each on one core, LIMIT the seconds after which no more is awaited.
# PROGRAM is a self-contained publish, for a machine without .NET whose python3 has torch; nothing is scored on other data there, as .NET makes it:
#   dotnet publish benchmarks/Systems -c Release -r linux-x64 -p:OptimasNative=none -o FOLDER
set -uo pipefail
cd "$(dirname "$0")/.."
folder=${1:?name a folder for the results}
out=$(mkdir -p "$folder" && cd "$folder" && pwd) || exit 1
# Results of two budgets must not get into one table.
budget=$(cat "$out/budget.txt" 2>/dev/null || echo "${RUNS:-1500}")
[ "$budget" = "${RUNS:-1500}" ] || { echo "$out holds runs of $budget system runs: name another folder, or set RUNS=$budget." >&2; exit 1; }
echo "$budget" >"$out/budget.txt"
systems="HotpotQa StarkPrime AmazonNextItem BigCodeBench PubMedQa"
export PROGRAM=${2:-} OUT=$out RUNS=$budget OMP_NUM_THREADS=1 MKL_NUM_THREADS=1 DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
if [ -n "$PROGRAM" ]; then
    PROGRAM=$(realpath "$PROGRAM")
    torch=$(python3 -c 'import os, torch; print(os.path.dirname(torch.__file__))') || exit 1
    build=${TMPDIR:-/tmp}/optimas-native
    cmake -S src/Optimas.LibTorch/native -B "$build" -DCMAKE_BUILD_TYPE=Release -DTORCH_DIR="$torch" >"$build.log" 2>&1 &&
        cmake --build "$build" --parallel >>"$build.log" 2>&1 || { tail -20 "$build.log"; exit 1; }
    export OPTIMAS_TORCH_LIBRARY=$build/liboptimas_torch.so LD_LIBRARY_PATH=$torch/lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
else
    src/Optimas.LibTorch/native/install-prerequisites.sh || exit 1
    dotnet build benchmarks/Systems -c Release -v quiet -p:OptimasNative=required || exit 1
    for system in $systems; do
        [ -s "$out/fresh/$system/test.jsonl" ] || dotnet run --file "samples/$system/data/make-data.cs" -- 1 "$out/fresh/$system" || exit 1
    done
    PROGRAM="dotnet $PWD/artifacts/bin/Systems/release/SystemsBenchmarks.dll"
fi

# System, control, seed: an optimization, scored on the test split. For the control also "alignment", or "fresh": what the method's configuration scores
# on other data.
job() {
    set -o pipefail
    local system=$1 control=$2 seed=$3 data=samples/$1/data own=() method=(--control "$2") result run
    [ "$control" = fresh ] && data=$OUT/fresh/$1
    [ "$control" = PaperLoop ] && method=(--engine Paper)
    case $system in
        HotpotQa) own=(--corpus "$data/train.jsonl" "$data/validation.jsonl" "$data/test.jsonl") ;;
        StarkPrime) own=(--kb "$data" --relations-length 110) ;;
    esac
    run=$OUT/$system-$control-$seed
    result=$run.json
    [ -s "$result" ] && return
    attempt() {
        if [ "$control" = alignment ]; then
            $PROGRAM "$system" alignment --data "$data/train.jsonl" "${own[@]}" --inputs 160 --seed "$seed" --json
        elif [ "$control" = fresh ]; then
            evaluate() { $PROGRAM "$system" evaluate --data "$data/test.jsonl" "${own[@]}" --seed "$seed" "$@" --json | tail -1; }
            initial=$(evaluate) && final=$(evaluate --config "$OUT/$system-None-$seed/configuration.json") && echo "{\"initial\":$initial,\"final\":$final}"
        else
            $PROGRAM "$system" optimize --train "$data/train.jsonl" --validation "$data/validation.jsonl" --test "$data/test.jsonl" "${own[@]}" \
                --runs "$RUNS" --seed "$seed" "${method[@]}" --out "$run" $([ -s "$run/runs.db" ] && echo --resume) --json
        fi >"$result.log" 2>&1 && tail -1 "$result.log" >"$result.new" && mv "$result.new" "$result"
    }
    # One that was cut off between its end and its scores on the test split left nothing to go on with: it starts anew.
    attempt || { grep -q 'no unfinished run' "$result.log" && rm -rf "$run" && attempt; }
}
export -f job

{
    for seed in $(seq "${SEEDS:-5}"); do for system in $systems; do echo "$system None $seed"; done; done
    for system in $systems; do echo "$system alignment 1"; done
    for seed in $(seq "${CONTROL_SEEDS:-5}"); do
        for control in GateOnly ShuffledRewards NoScreen RandomScores RandomJointSearch PaperLoop; do
            for system in $systems; do echo "$system $control $seed"; done
        done
    done
    [ -n "${2:-}" ] || for seed in $(seq "${SEEDS:-5}"); do for system in $systems; do echo "$system fresh $seed"; done; done
} >"$out/jobs.txt"
timeout "${LIMIT:-86400}" xargs -P "${PARALLEL:-2}" -L 1 bash -c 'job "$@"' job <"$out/jobs.txt"
missing=$(while read -r system control seed; do [ -s "$out/$system-$control-$seed.json" ] || echo "$system-$control-$seed"; done <"$out/jobs.txt")
[ -z "$missing" ] || echo "Without a result, each with the reason in a .json.log: "$missing >&2
python3 benchmarks/Systems/tables.py "$out"
