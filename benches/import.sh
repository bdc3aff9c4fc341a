#!/usr/bin/env bash
# Imports every extract of a folder and prints one JSON line a city: counts, processor seconds, peak memory.
# usage: benches/import.sh FOLDER [HUILU]      (HUILU: the binary, by default target/release/huilu)
set -u
folder=${1:?"usage: benches/import.sh FOLDER [HUILU]"}
huilu=${2:-target/release/huilu}
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
for file in "$folder"/*.osm.pbf; do
  name=$(basename "$file" .osm.pbf)
  "$huilu" import "$file" -o "$out/$name.huilu" || echo "{\"city\":\"$name\",\"exit\":$?}"
done
