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

results=artifacts/test-results
rm -rf "$results"
passed=0
failed=0
for project in tests/*/*.csproj; do
    name=$(basename "$project" .csproj)
    dotnet test "$project" -c Release --no-build --results-directory "$results" --logger "trx;LogFileName=$name.trx" --logger "console;verbosity=minimal"
    code=$?
    counters=$(grep -o '<Counters [^>]*>' "$results/$name.trx" 2>/dev/null)
    project_passed=$(sed -n 's/.* passed="\([0-9]*\)".*/\1/p' <<<"$counters")
    project_failed=$(sed -n 's/.* failed="\([0-9]*\)".*/\1/p' <<<"$counters")
    # A test host that crashed leaves no counters, or counters without a failure.
    if [ "$code" -ne 0 ] && [ "${project_failed:-0}" -eq 0 ]; then
        project_failed=1
    fi
    passed=$((passed + ${project_passed:-0}))
    failed=$((failed + ${project_failed:-0}))
done

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
