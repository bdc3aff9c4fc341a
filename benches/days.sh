#!/usr/bin/env bash
# Plans generated days of a city and sets the same days, relaxed, to PyVRP and VROOM; one JSON line each, appended to OUT with the commit it was measured at.
# What OUT already holds is not run again. One thread, seconds of the processor (SHIM: the library that makes the clock of the peers one of the processor).
# usage: benches/days.sh CITY.huilu ORDERS SECONDS OUT.jsonl [SEEDS] [HUILU]
#   PYTHON: the Python that has pyvrp and pyvroom, by default python3; PEERS: which of them, by default "pyvrp vroom"
set -u
city=${1:?"usage: benches/days.sh CITY.huilu ORDERS SECONDS OUT.jsonl [SEEDS] [HUILU]"}
orders=${2:?"how many orders"}
seconds=${3:?"how many seconds"}
out=${4:?"where to append"}
seeds=${5:-1}
huilu=${6:-target/release/huilu}
here=$(dirname "$0")
commit=${COMMIT:-$(git -C "$here" describe --always --dirty --abbrev=10)}
python=${PYTHON:-python3}
peers=${PEERS-pyvrp vroom}
day=$(mktemp -d)
trap 'rm -rf "$day"' EXIT
touch "$out"
# append KEY COMMAND...: what it prints, if it is not there yet
append() {
  grep -qF "\"run\":\"$1\"" "$out" && return
  local key=$1 line
  shift
  line=$("$@" </dev/null | tail -1)
  case $line in
  "{"*) echo "{\"run\":\"$key\",\"commit\":\"$commit\",\"load\":$(cut -d' ' -f1 /proc/loadavg),${line#\{}" | tee -a "$out" ;;
  *) echo "$key: no answer" >&2 ;;
  esac
}
peer() {
  LD_PRELOAD=${SHIM:-} "$python" "$here/rounds_peers.py" "$day" "$seconds" "$1" "$2"
}
for seed in $seeds; do
  for relaxation in none reloads single-trip; do
    options=(bench rounds --city "$city" --orders "$orders" --seed "$seed")
    [ "$relaxation" = none ] || options+=(--relaxation "$relaxation")
    key="$(basename "$city" .huilu)|$orders|$relaxation|$seconds|$seed"
    append "$key|huilu" "$huilu" "${options[@]}" --seconds "$seconds"
    for solver in $peers; do
      case $relaxation-$solver in none-* | reloads-vroom) continue ;; esac
      grep -qF "\"run\":\"$key|$solver\"" "$out" && continue
      [ -e "$day/$relaxation-$seed" ] || { rm -rf "${day:?}"/*; "$huilu" "${options[@]}" --iterations 0 --write "$day" </dev/null >/dev/null; touch "$day/$relaxation-$seed"; }
      append "$key|$solver" peer "$solver" "$seed"
    done
  done
done
