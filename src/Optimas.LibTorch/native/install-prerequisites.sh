#!/usr/bin/env bash
# Installs what the native half is built with, on Debian and Ubuntu. Says what is missing where it can't.
set -uo pipefail

packages=(libtorch-dev libopenblas0-openmp cmake g++)
missing=()
for package in "${packages[@]}"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
done
[ "${#missing[@]}" -eq 0 ] && exit 0
[ -n "${TORCH_DIR:-}" ] && command -v cmake >/dev/null && command -v c++ >/dev/null && exit 0
exec "$(dirname "$0")/../../../eng/install-debian-packages.sh" \
    "libtorch, cmake and a C++ compiler are needed. Set TORCH_DIR to a folder that holds libtorch's include/ and lib/." "${missing[@]}"
