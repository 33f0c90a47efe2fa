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

exec "$(dirname "$0")/../eng/install-debian-packages.sh" "The pages need Node.js 18 or newer with npm, their tests Chromium." "${missing[@]}"
