#!/usr/bin/env bash
# Optimizes the QuickStart sample, offline: prints the score before and after, the runs spent, and what changed.
# Needs the .NET 10 SDK; packages come from NuGet.
set -euo pipefail
cd "$(dirname "$0")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

if ! command -v dotnet >/dev/null; then
    echo "The .NET 10 SDK is missing: install dotnet-sdk-10.0." >&2
    exit 1
fi

exec dotnet run -c Release --project samples/QuickStart -- "$@"
