#!/usr/bin/env bash
# Optimizes samples/HotpotQa offline, on the pocket model: prints the score before and after on held-out questions, the prompts that changed,
# and what their local rewards preferred. Needs the .NET 10 SDK; packages come from NuGet and npm, libtorch with its build
# tools and Node.js from Debian.
set -euo pipefail
cd "$(dirname "$0")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

if ! command -v dotnet >/dev/null; then
    echo "The .NET 10 SDK is missing: install dotnet-sdk-10.0." >&2
    exit 1
fi

src/Optimas.LibTorch/native/install-prerequisites.sh
web/install-prerequisites.sh build
exec dotnet run -c Release -p:OptimasNative=required --project samples/HotpotQa -- "$@"
