#!/usr/bin/env bash
# Solves the academic instances of mobile services, one JSON line each, appended to OUT with the commit it was measured at; every answer is checked by mobile_check.py
# first. What OUT already holds (same instance, seconds, seed and options) is not run again.
# usage: benches/mobile.sh FOLDER OUT.jsonl [SECONDS] [SEEDS] [HUILU]
#   FOLDER holds facility/mclp, vrp/pvrpif_road and vrp/mctptw_covering; SECONDS: by default 60 for covering, 10 for the rest; SEEDS: such as "1 2 3", by default 1
#   HUILU: by default target/release/huilu; SETS names those to run, by default "mclp pvrpif_road mctptw_covering"
set -u
folder=${1:?"usage: benches/mobile.sh FOLDER OUT.jsonl [SECONDS] [SEEDS] [HUILU]"}
out=${2:?"where to append"}
seconds=${3:-}
seeds=${4:-1}
huilu=${5:-target/release/huilu}
here=$(dirname "$0")
commit=${COMMIT:-$(git -C "$here" describe --always --dirty --abbrev=10)}
tours=$(mktemp)
trap 'rm -f "$tours"' EXIT
touch "$out"
# One run: a key that names it, seconds, the file, and options for both the command and the checker.
run() {
  local key="$1|$2|$seed|${*:4}" file=$3 s=$2 line checked
  shift 3
  grep -qF "\"run\":\"$key\"" "$out" && return
  line=$("$huilu" bench mobile --instance "$file" --seconds "$s" --seed "$seed" --tours "$tours" "$@" </dev/null) || {
    echo "$key: exit $?" >&2
    return
  }
  checked=$(python3 "$here/mobile_check.py" "$file" "$tours" "$@")
  echo "{\"run\":\"$key\",\"commit\":\"$commit\",\"load\":$(cut -d' ' -f1 /proc/loadavg),\"checked\":${checked:-null},${line#\{}" | tee -a "$out"
}
for seed in $seeds; do
  for set in ${SETS:-mclp pvrpif_road mctptw_covering}; do
    case $set in
      mclp)
        for p in 50 60 70 80 90 100; do
          run "mclp/NewYork/$p" "${seconds:-60}" "$folder/facility/mclp/NewYork.txt" --p "$p" --radius 400
          run "mclp/SanFrancisco/$p" "${seconds:-60}" "$folder/facility/mclp/SanFrancisco.txt" --p "$p" --radius 600
        done
        ;;
      *)
        for file in "$folder/vrp/$set"/*_*; do run "$set/$(basename "$file")" "${seconds:-10}" "$file"; done
        ;;
    esac
  done
done
