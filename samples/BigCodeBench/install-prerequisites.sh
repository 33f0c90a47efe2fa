#!/usr/bin/env bash
# Installs what Python tasks are run with, on Debian and Ubuntu. Says what is missing where it can't.
set -uo pipefail

missing=()
[ -x /usr/bin/bwrap ] || missing+=(bubblewrap)
[ -x /usr/bin/python3 ] || [ -x /usr/local/bin/python3 ] || missing+=(python3)
[ "${#missing[@]}" -eq 0 ] && exit 0
exec "$(dirname "$0")/../../eng/install-debian-packages.sh" "Python tasks need bubblewrap 0.8 or newer and python3." "${missing[@]}"
