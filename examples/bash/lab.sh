#!/usr/bin/env bash
# Asks with dig, and fails if an answer is not as expected. Needs bash, dig and zonite ($ZONITE_BIN, or else on the path).
set -euo pipefail
cd "$(dirname "$0")"

server=
folder=$(mktemp -d)
trap 'kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; rm -rf "$folder"' EXIT
"${ZONITE_BIN:-zonite}" serve ../lab.toml --listen 127.0.0.1:0 --ready-file "$folder/ready.json" \
  >/dev/null 2>"$folder/log" &
server=$!

# A condition with a limit: at most 10 seconds.
for _ in $(seq 100); do
  [ -e "$folder/ready.json" ] && break
  kill -0 "$server" 2>/dev/null || break
  sleep 0.1
done
[ -e "$folder/ready.json" ] || { echo "zonite is not ready:" >&2; cat "$folder/log" >&2; exit 2; }

# Prints the port of a listener. The file has a line "name": "127.0.0.1:port" for each.
port() { sed -n "s|^ *\"$1\": \"127.0.0.1:\([0-9]*\)\",*$|\1|p" "$folder/ready.json"; }

failed=0
expect() { # LISTENER NAME LAST-LINE
  local answer
  answer=$(dig +short +tries=1 @127.0.0.1 -p "$(port "$1")" "$2" | tail -n 1)
  if [ "$answer" = "$3" ]; then
    echo "ok: from $1, $2 is $3"
  else
    echo "from $1, $2 is \"$answer\", not $3" >&2
    failed=1
  fi
}

expect hub contoso.azurecr.io 10.1.0.5
expect hub contoso.westeurope.data.azurecr.io 10.1.0.4
expect spoke contoso.azurecr.io 203.0.113.10      # the link that was forgotten
expect internet contoso.azurecr.io 203.0.113.10
exit "$failed"
