#!/usr/bin/env bash
# Solves the academic instances of a list, one JSON line each, appended to OUT with the commit it was measured at; every answer is checked by rounds_check.py
# first. What OUT already holds (same instance, seconds, seed and options) is not run again.
# usage: benches/rounds.sh FOLDER LIST OUT.jsonl [SECONDS] [SEEDS] [HUILU]
#   FOLDER holds the sets; LIST has lines such as `cvrp_x/X-n120-k6.vrp` or `waste_vrptwif_kim/277_stop.txt --vehicles 3`; `#` begins a comment
#   SEEDS: such as "1 2 3 4 5", by default 1; HUILU: by default target/release/huilu
set -u
folder=${1:?"usage: benches/rounds.sh FOLDER LIST OUT.jsonl [SECONDS] [SEEDS] [HUILU]"}
list=${2:?"a list of instances"}
out=${3:?"where to append"}
seconds=${4:-10}
seeds=${5:-1}
huilu=${6:-target/release/huilu}
here=$(dirname "$0")
commit=${COMMIT:-$(git -C "$here" describe --always --dirty --abbrev=10)}
tours=$(mktemp)
trap 'rm -f "$tours"' EXIT
touch "$out"
for seed in $seeds; do
  sed 's/#.*//' "$list" | while read -r file options; do
    [ -n "$file" ] || continue
    key="$file|$seconds|$seed|$options"
    grep -qF "\"run\":\"$key\"" "$out" && continue
    # shellcheck disable=SC2086
    line=$("$huilu" bench rounds --instance "$folder/$file" --seconds "$seconds" --seed "$seed" --tours "$tours" $options </dev/null) || {
      echo "$key: exit $?" >&2
      continue
    }
    # What the checker says beside what the solver says; the checker knows of the options only the number of vehicles and the rounding.
    told=$(echo "$options" | grep -oE -- '--(vehicles|rounding|unit) [^ ]+' | tr '\n' ' ')
    # shellcheck disable=SC2086
    checked=$(python3 "$here/rounds_check.py" "$folder/$file" "$tours" $told)
    echo "{\"run\":\"$key\",\"commit\":\"$commit\",\"load\":$(cut -d' ' -f1 /proc/loadavg),\"checked\":${checked:-null},${line#\{}" | tee -a "$out"
  done
done
