#!/usr/bin/env bash
# Installs what the pages are built with, and the browser that they are tested in, on Debian and Ubuntu. Says what is missing where it can't.
# With "build" it leaves the browser out.
set -uo pipefail

missing=()
command -v node >/dev/null || missing+=(nodejs)
command -v npm >/dev/null || missing+=(npm)
if [ "${1:-}" != build ]; then
    command -v chromium >/dev/null || missing+=(chromium)
    # Without a font the pages of the tests have no text.
    [ -d /usr/share/fonts/truetype/dejavu ] || missing+=(fonts-dejavu-core)
fi
[ "${#missing[@]}" -eq 0 ] && exit 0

if ! command -v apt-get >/dev/null; then
    echo "The pages need Node.js 18 or newer with npm, their tests Chromium; missing: ${missing[*]}." >&2
    exit 1
fi
sudo=()
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
        echo "Run as root: apt-get install ${missing[*]}" >&2
        exit 1
    fi
    sudo=(sudo)
fi
echo "Installing ${missing[*]}"
"${sudo[@]}" apt-get update -qq && DEBIAN_FRONTEND=noninteractive "${sudo[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
