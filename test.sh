#!/usr/bin/env bash
# Builds everything and runs every test. Needs the .NET 10 SDK; packages come from NuGet and npm; libtorch with its build tools,
# bubblewrap, python3, Node.js and Chromium from Debian.
set -uo pipefail
cd "$(dirname "$0")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

if ! command -v dotnet >/dev/null; then
    echo "The .NET 10 SDK is missing: install dotnet-sdk-10.0." >&2
    exit 1
fi

if ! src/Optimas.LibTorch/native/install-prerequisites.sh || ! samples/BigCodeBench/install-prerequisites.sh || ! web/install-prerequisites.sh; then
    echo "0 passed, 1 failed"
    exit 1
fi

if ! dotnet build Optimas.Generators.sln -c Release -v quiet -p:OptimasNative=required; then
    echo "0 passed, 1 failed"
    exit 1
fi

# Most projects run in two rows beside each other, libtorch on one thread: threads that wait for each other lose more than they gain where
# another process wants their core. What measures times or memory, or takes all cores, comes last and alone.
computing="Samples.Tests Optimas.Pocket.Tests HotpotEvidence.Tests"
alone="Optimas.Learning.Tests Optimas.LibTorch.Tests Optimas.Storage.Tests Optimas.Hosting.Tests Optimas.Providers.Tests Optimas.Serving.Tests"
others=$(for project in tests/*/*.csproj; do basename "$(dirname "$project")"; done | grep -vxF "$(printf '%s\n' $computing $alone)")
export results=artifacts/test-results
rm -rf "$results"
mkdir -p "$results"

run() { # test projects, one after another; what each prints comes in one piece
    # Without it Ctrl-C would end the project that runs, and the next one would begin.
    trap 'exit 130' INT TERM
    for name in "$@"; do
        dotnet test "tests/$name/"*.csproj -c Release --no-build --results-directory "$results" \
            --logger "trx;LogFileName=$name.trx" --logger "console;verbosity=minimal" >"$results/$name.log" 2>&1
        echo $? >"$results/$name.code"
        cat "$results/$name.log"
    done
}
export -f run
printf '%s\n' "$computing" "${others//$'\n'/ }" | OMP_NUM_THREADS=1 xargs -P 2 -L 1 bash -c 'run "$@"' run
run $alone

passed=0
failed=0
for project in tests/*/*.csproj; do
    name=$(basename "$(dirname "$project")")
    counters=$(grep -o '<Counters [^>]*>' "$results/$name.trx" 2>/dev/null)
    project_passed=$(sed -n 's/.* passed="\([0-9]*\)".*/\1/p' <<<"$counters")
    project_failed=$(sed -n 's/.* failed="\([0-9]*\)".*/\1/p' <<<"$counters")
    # A test host that crashed leaves no counters, or counters without a failure; a project that never ran leaves no exit code.
    if [ "$(cat "$results/$name.code" 2>/dev/null)" != 0 ] && [ "${project_failed:-0}" -eq 0 ]; then
        project_failed=1
    fi
    passed=$((passed + ${project_passed:-0}))
    failed=$((failed + ${project_failed:-0}))
done

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
