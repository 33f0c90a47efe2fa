#!/usr/bin/env bash
# What each part of the method earns on HotpotEvidence: the method and its controls at the same budget, over many seeds, scored on questions
# that no optimization saw.
#
#   benchmarks/controls.sh DATA [SEEDS] [RUNS]
#
# DATA is a folder with train.jsonl and val.jsonl in HotpotQA's distractor format. The first half of train.jsonl is trained on, the other
# half is the test. SEEDS defaults to 16, RUNS (the budget in system runs) to 300.
set -euo pipefail
cd "$(dirname "$0")/.."
data=${1:?name the folder with train.jsonl and val.jsonl}
seeds=${2:-16}
runs=${3:-300}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

lines=$(wc -l <"$data/train.jsonl")
head -n $((lines / 2)) "$data/train.jsonl" >"$work/train.jsonl"
tail -n +$((lines / 2 + 1)) "$data/train.jsonl" >"$work/test.jsonl"
cp "$data/val.jsonl" "$work/val.jsonl"
corpus=("$work/train.jsonl" "$work/val.jsonl" "$work/test.jsonl")

dotnet build samples/HotpotEvidence -c Release -v quiet
sample() { dotnet run --no-build -c Release --project samples/HotpotEvidence -- "$@" --corpus "${corpus[@]}" --json | tail -n 1; }
number() { sed -n "s/.*\"$1\":\([-0-9.e]*\).*/\1/p"; }

start=$(sample evaluate --data "$work/test.jsonl" | number mean)
printf 'start: %.3f on %d test questions\n\n' "$start" "$(wc -l <"$work/test.jsonl")"
printf '| method | test F1 | worst seed | system runs |\n| --- | --- | --- | --- |\n'
for method in "Racing None" "Racing NoScreen" "Racing RandomScores" "Racing ShuffledRewards" "Racing GateOnly" "Racing RandomJointSearch" "Paper None"; do
    read -r engine control <<<"$method"
    for ((seed = 1; seed <= seeds; seed++)); do
        spent=$(sample optimize --train "$work/train.jsonl" --validation "$work/val.jsonl" --engine "$engine" --control "$control" \
            --seed "$seed" --runs "$runs" --out "$work/$engine-$control-$seed" | number systemRuns)
        mean=$(sample evaluate --data "$work/test.jsonl" --config "$work/$engine-$control-$seed/configuration.json" | number mean)
        echo "$mean $spent"
    done | awk -v method="$engine, $control" '
        { sum += $1; squares += $1 * $1; spent += $2; if (NR == 1 || $1 < worst) worst = $1 }
        END {
            mean = sum / NR
            error = NR > 1 ? sqrt((squares - NR * mean * mean) / (NR - 1) / NR) : 0
            printf "| %s | %.3f ± %.3f | %.3f | %.0f |\n", method, mean, error, worst, spent / NR
        }'
done
