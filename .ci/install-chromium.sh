#!/usr/bin/env bash
# Browser tests use the system's Chromium. Try to install it where that can work; never fail the run.
set -uo pipefail

has_browser() { command -v chromium || command -v chromium-browser || command -v google-chrome; }
skip() { echo "browser: none; browser tests will be skipped, because $1"; exit 0; }

if found=$(has_browser); then
    echo "browser: $found"
    exit 0
fi
command -v apt-get >/dev/null || skip "there is no apt-get to install chromium with"
[ "$(id -u)" -eq 0 ] || skip "installing chromium needs root (apt-get install chromium)"
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
timeout 120 apt-get update -qq >"$log" 2>&1
timeout 240 apt-get install -y -qq --no-install-recommends chromium >>"$log" 2>&1
found=$(has_browser) || skip "apt-get install chromium failed: $(tail -n 1 "$log")"
echo "browser: $found, just installed"
