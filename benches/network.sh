#!/usr/bin/env bash
# Solves every instance of a folder of sets, one JSON line each, appended to OUT; what OUT already holds is not run again. SETS names those to run; by default all of one tier.
# Several tiers: SETS="tscflp_fernandes2014 mptscflp_mauri2021", 60 seconds each.
# usage: benches/network.sh FOLDER OUT.jsonl [SECONDS] [HUILU]      (FOLDER holds pmed/, ufl/, orlib_cap/, holmberg/ …; HUILU: by default target/release/huilu)
set -u
folder=${1:?"usage: benches/network.sh FOLDER OUT.jsonl [SECONDS] [HUILU]"}
out=${2:?"usage: benches/network.sh FOLDER OUT.jsonl [SECONDS] [HUILU]"}
seconds=${3:-10}
huilu=${4:-target/release/huilu}
touch "$out"
# One run: a key that names it, then the command's own arguments.
run() {
  local key=$1
  shift
  grep -qF "\"run\":\"$key\"" "$out" && return
  local line
  line=$("$huilu" bench network --seconds "$seconds" "$@") || { echo "$key: exit $?" >&2; return; }
  echo "{\"run\":\"$key\",${line#\{}" | tee -a "$out"
}
sets=${SETS:-pmed ufl orlib_cap holmberg delmaire yang}
for set in $sets; do
  for file in "$folder/$set"/*; do
    case $(basename "$file") in optima.tsv | lb-*.txt | README*) continue ;; esac
    run "$set/$(basename "$file")" --instance "$file"
  done
done
[ -n "${SETS:-}" ] && exit
for file in "$folder"/pmedcap/*.txt; do
  for index in $(seq 1 20); do run "pmedcap/$index" --instance "$file" --index "$index"; done
done
for p in 50 60 70 80 90 100; do
  run "mclp/NewYork/$p" --instance "$folder/mclp/NewYork.txt" --p "$p" --radius 400
  run "mclp/SanFrancisco/$p" --instance "$folder/mclp/SanFrancisco.txt" --p "$p" --radius 600
done
