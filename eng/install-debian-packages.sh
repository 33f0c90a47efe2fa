#!/usr/bin/env bash
# Installs packages on Debian and Ubuntu; elsewhere, or without the right, it says what is missing and fails.
#   eng/install-debian-packages.sh WHAT_FOR PACKAGE...
set -uo pipefail
what_for=$1
shift

if ! command -v apt-get >/dev/null; then
    echo "$what_for Missing here, by the names of Debian's packages: $*." >&2
    exit 1
fi
sudo=()
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
        echo "$what_for Run as root: apt-get install $*" >&2
        exit 1
    fi
    sudo=(sudo)
fi
echo "Installing $*"
"${sudo[@]}" apt-get update -qq && DEBIAN_FRONTEND=noninteractive "${sudo[@]}" apt-get install -y -qq --no-install-recommends "$@" >/dev/null
