#!/usr/bin/env bash
# The kernel on every extract of a folder: import, queries, tables; one JSON line a run, appended to OUT with the commit beside it.
# Runs that OUT already has for this commit are passed over, so it may be stopped and started again.
# usage: benches/kernel.sh FOLDER OUT.jsonl [HUILU]      (HUILU: the binary, by default target/release/huilu)
set -euo pipefail
folder=${1:?"usage: benches/kernel.sh FOLDER OUT.jsonl [HUILU]"}
out=${2:?"usage: benches/kernel.sh FOLDER OUT.jsonl [HUILU]"}
huilu=${3:-target/release/huilu}
commit=$(git rev-parse --short HEAD)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
touch "$out"
run() { # name, command...
  local key="$commit $1"
  grep -qF "\"run\":\"$key\"" "$out" && return 0
  shift
  local line
  line=$("$@") || { echo "failed: $*" >&2; return 0; }
  echo "{\"run\":\"$key\",${line#\{}" >> "$out"
}
for file in "$folder"/*.osm.pbf; do
  name=$(basename "$file" .osm.pbf)
  run "$name import" "$huilu" bench import "$file"
  [ -f "$work/$name.huilu" ] || "$huilu" import "$file" -o "$work/$name.huilu" > /dev/null
  run "$name query" "$huilu" bench query "$work/$name.huilu"
  run "$name alternatives" "$huilu" bench alternatives "$work/$name.huilu"
  for n in 1000 5000 10000; do
    run "$name matrix $n" "$huilu" bench matrix "$work/$name.huilu" --points $n
  done
  rm -f "$work/$name.huilu"
done
