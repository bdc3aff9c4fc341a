#!/usr/bin/env python3
"""rounds_check.py INSTANCE TOURS.json [--rounding nearest|tenths|thousandths|exact] [--unit U] [--vehicles N]

Checks the tours that `huilu bench rounds --tours` writes, from the instance alone: it shares nothing with the solver, and reads every format
again. Prints one line of JSON: cost as published values count it, routes, and every breach. Exit 1 if there is one, or if the cost that the tours
state is not theirs.

What is checked: every stop once (one of a group; at most once where it has a prize), vehicles and their fleets, loads on board at every
moment, windows, service, routes' hours and durations, lunch, landfills before the end, day totals, both ends of a load.
Where lengths are not rounded, times may be off by a millionth."""
import gzip, json, math, re, sys

EPS = 1e-6


class Instance:
    """Numbers of the file. Nodes by position from 0."""

    def __init__(self):
        self.xy, self.table, self.times, self.axes = [], None, None, False
        self.stop = {}  # node -> dict(deliver, collect, window, service, prize)
        self.fleets = []  # dict(depot, count, capacity, fixed, rate, window, longest, total, most)
        self.dumps = {}  # node -> (window, service)
        self.groups, self.pairs, self.lunch = [], [], None
        self.rounding, self.unit, self.timed, self.speed = "exact", 1.0, False, None

    def length(self, a, b):
        if a == b:
            return 0.0
        if self.table is not None:
            raw = self.table[a][b]
        else:
            dx, dy = self.xy[a][0] - self.xy[b][0], self.xy[a][1] - self.xy[b][1]
            raw = abs(dx) + abs(dy) if self.axes else math.sqrt(dx * dx + dy * dy)
        if self.rounding == "nearest":
            return math.floor(raw + 0.5)
        if self.rounding == "tenths":
            return math.floor(10 * raw) / 10
        if self.rounding == "thousandths":
            return math.floor(1000 * raw + 0.5) / 1000
        return raw

    def time(self, a, b):
        if a == b or not self.timed:
            return 0.0
        if self.times is not None:
            return self.times[a][b]
        return self.length(a, b) / (self.speed or 1.0)


def fleet(**given):
    return dict(dict(depot=0, count=1, capacity=0.0, fixed=0.0, rate=1.0, window=None, longest=None, total=None, most=None, reloads=0), **given)


def stop(**given):
    return dict(dict(deliver=0.0, collect=0.0, window=None, service=0.0, prize=None, ready=0.0), **given)


def numbers(line):
    out = []
    for word in line.split():
        try:
            out.append(float(word))
        except ValueError:
            return None
    return out


def vrplib(text):
    i, head, sections, name = Instance(), {}, {}, None
    for line in text.splitlines():
        line = line.strip()
        if line == "EOF":
            break
        if m := re.match(r"([A-Z_]+_SECTION)\s*:?\s*$", line):
            name = m.group(1)
            sections[name] = []
        elif name is None:
            if ":" in line:
                key, value = line.split(":", 1)
                head[key.strip()] = value.strip()
        elif line:
            sections[name].append(line)
    n = int(head["DIMENSION"])
    rows = lambda s: [numbers(l) for l in sections.get(s, [])]
    if head["EDGE_WEIGHT_TYPE"] == "EXPLICIT":
        cells = [x for r in rows("EDGE_WEIGHT_SECTION") for x in r]
        assert head.get("EDGE_WEIGHT_FORMAT", "FULL_MATRIX") == "FULL_MATRIX" and len(cells) == n * n, "only full tables are checked"
        i.table = [cells[r * n : (r + 1) * n] for r in range(n)]
    i.xy = [(0.0, 0.0)] * n
    for k, x, y in rows("NODE_COORD_SECTION"):
        i.xy[int(k) - 1] = (x, y)
    stops = [stop() for _ in range(n)]
    for k, q in rows("DEMAND_SECTION"):
        stops[int(k) - 1]["deliver"] = q
    for k, q in rows("SERVICE_TIME_SECTION"):
        stops[int(k) - 1]["service"] = q
    for k, a, b in rows("TIME_WINDOW_SECTION"):
        stops[int(k) - 1]["window"] = (a, b)
    for k, q in rows("RELEASE_TIME_SECTION"):
        stops[int(k) - 1]["ready"] = q
    for k, q in rows("PRIZE_SECTION"):
        stops[int(k) - 1]["prize"] = q
    for k, _, a, b, s, pick, drop in rows("PICKUP_AND_DELIVERY_SECTION"):
        stops[int(k) - 1].update(window=(a, b) if b < 1e7 else None, service=s, collect=pick, deliver=drop)
    if "SERVICE_TIME" in head:
        for s in stops:
            s["service"] = s["service"] or float(head["SERVICE_TIME"])
    depots = []
    for r in rows("DEPOT_SECTION"):
        if r[0] < 0:
            break
        depots.append(int(r[0]) - 1)
    depots = depots or [0]
    assert "BACKHAUL_SECTION" not in sections, "BACKHAUL_SECTION is not checked"
    again = [[int(d) - 1 for d in r[1:]] for r in rows("VEHICLES_RELOAD_DEPOT_SECTION")]
    assert all(a == depots[:1] for a in again), "only loading again at the one depot is checked"
    reloads = float(head.get("VEHICLES_MAX_RELOADS", "inf")) if again else 0
    longest = float(head.get("DISTANCE", head.get("VEHICLES_MAX_DURATION", 0)))
    longest = longest if 0 < longest < 9e5 else None
    i.timed = longest is not None or any(s["window"] for s in stops)
    i.groups = [g for g in ([int(x) - 1 for x in r[1:]] for r in rows("MUTUALLY_EXCLUSIVE_GROUP_SECTION")) if len(g) > 1]
    one = lambda d, c: fleet(depot=d, count=c, capacity=float(head["CAPACITY"]), window=stops[d]["window"], longest=longest, reloads=reloads)
    homes = [int(d) - 1 for _, d in rows("VEHICLES_DEPOT_SECTION")]
    i.fleets = [f for f in (one(d, homes.count(d)) for d in depots) if f["count"]] if homes else [one(depots[0], int(head.get("VEHICLES", n)))]
    i.stop = {k: s for k, s in enumerate(stops) if k not in depots}
    sort = head.get("TYPE", "")
    if i.table is not None:
        symmetric = all(i.table[a][b] == i.table[b][a] for a in range(n) for b in range(a))
        i.unit = (1e-4 if symmetric else 1e-2) if sort == "VRPSPD" else 1.0
    elif head["EDGE_WEIGHT_TYPE"] == "EUC_2D":
        i.rounding, i.unit = {"VRPTW": ("tenths", 1), "PCVRPTW": ("tenths", 10), "MTVRPTWR": ("tenths", 10), "MDVRPTW": ("thousandths", 1000)}.get(sort, ("nearest", 1))
    return i


def solomon(text):
    i = Instance()
    rows = [r for r in map(numbers, text.splitlines()) if r]
    count, capacity = rows[0][-2:]
    eight = len(rows[1]) == 8
    for k, r in enumerate(rows[1:]):
        i.xy.append((r[1], r[2]))
        window, service = (r[-3], r[-2]), r[-1]
        if k == 0:
            i.fleets = [fleet(count=int(count), capacity=capacity, window=window)]
        else:
            i.stop[k] = stop(deliver=r[3], collect=r[4] if eight else 0.0, window=window, service=service)
    i.timed, i.rounding = True, "exact" if eight else "tenths"
    return i


def lilim(text):
    i = Instance()
    rows = [r for r in map(numbers, text.splitlines()) if r]
    for k, (_, x, y, q, a, b, s, _, to) in enumerate(rows[1:]):
        i.xy.append((x, y))
        if k == 0:
            i.fleets = [fleet(count=int(rows[0][0]), capacity=rows[0][1], window=(a, b))]
            continue
        i.stop[k] = stop(window=(a, b), service=s)
        if to:
            i.pairs.append((k, int(to), q))
    i.timed = True
    return i


def cordeau(text):
    i = Instance()
    rows = [r for r in map(numbers, text.splitlines()) if r]
    kind, count, n, depots = map(int, rows[0][:4])
    for d in range(depots):
        longest, capacity = rows[1 + d][:2]
        i.fleets.append(fleet(depot=n + d, count=count, capacity=capacity, longest=longest or None))
    for k, r in enumerate(rows[1 + depots :]):
        i.xy.append((r[1], r[2]))
        window = (r[-2], r[-1]) if kind == 6 else None
        if k < n:
            i.stop[k] = stop(deliver=r[4], service=r[3], window=window)
        else:
            i.fleets[k - n]["window"] = window
    i.timed = kind == 6 or any(f["longest"] for f in i.fleets)
    return i


def taillard(text):
    i = Instance()
    rows = [r for r in (numbers(l) for l in text.splitlines() if not l.strip().startswith("//")) if r]
    n, types, longest, service = int(rows[0][0]), int(rows[0][1]), rows[0][2], rows[0][3]
    longest = longest if longest < 99999 else None
    for count, capacity, fixed, rate in rows[1 : 1 + types]:
        i.fleets.append(fleet(count=int(count), capacity=capacity, fixed=fixed, rate=rate, longest=longest))
    for k, r in enumerate(rows[1 + types :]):
        i.xy.append((r[0], r[1]))
        if k:
            i.stop[k] = stop(deliver=r[2], service=service)
    i.timed = longest is not None
    return i


def kim(text):
    i = Instance()
    lines = text.splitlines()
    capacity, total, most, lunch, speed = (float(l.split()[0]) for l in lines[:5])
    clock = lambda w: int(w) // 100 * 3600 + int(w) % 100 * 60
    for line in lines[6:]:
        w = line.split()
        if len(w) < 8:
            continue
        k = len(i.xy)
        i.xy.append((float(w[1]), float(w[2])))
        window, service = (clock(w[3]), clock(w[4])), float(w[5])
        if w[7] == "0":
            i.fleets = [fleet(depot=k, count=10**6, capacity=capacity, window=window, total=total, most=int(most))]
        elif w[7] == "1":
            i.stop[k] = stop(collect=float(w[6]), window=window, service=service)
        else:
            i.dumps[k] = (window, service)
    i.axes, i.timed, i.speed, i.unit = True, True, speed * 5280 / 3600, 1 / 5280
    i.lunch = (11 * 3600, 12 * 3600, lunch)
    return i


def jd(text):
    i, head, n = Instance(), {}, 0
    part = "head"
    stops = []
    for line in text.splitlines():
        if line in ("NODE_SECTION", "DISTANCETIME_SECTION", "DEPOT_SECTION"):
            part = line
            n = int(head["DIMENSION"])
            if part == "DISTANCETIME_SECTION":
                i.table, i.times = [[1e9] * n for _ in range(n)], [[1e9] * n for _ in range(n)]
        elif part == "head" and ":" in line:
            key, value = line.split(":", 1)
            head[key.strip()] = value.strip()
        elif part == "NODE_SECTION":
            stops.append([float(x) for x in line.split(",")])
        elif part == "DISTANCETIME_SECTION":
            a, b, d, t = (float(x) for x in line.split(","))
            i.table[int(a)][int(b)], i.times[int(a)][int(b)] = d, t
    f = fleet(count=int(head["VEHICLES"]), capacity=float(head["CAPACITY"]), fixed=float(head["DISPATCHINGCOST"]), rate=float(head["UNITCOST"]))
    f["window"] = (stops[0][3], stops[0][4])
    i.fleets, i.timed = [f], True
    i.stop = {k: stop(deliver=r[1], collect=r[2], window=(r[3], r[4]), service=r[5]) for k, r in enumerate(stops) if k}
    return i


READERS = dict(vrplib=vrplib, solomon=solomon, lilim=lilim, cordeau=cordeau, taillard=taillard, kim=kim, jd=jd)


def check(i, tours):
    """Published cost, and what is wrong."""
    wrong, cost, seen, used = [], 0.0, {}, {}
    tolerance = EPS * max(1.0, max((f["capacity"] for f in i.fleets)))
    for number, tour in enumerate(tours):
        say = lambda what: wrong.append(f"tour {number}: {what}")
        f = i.fleets[tour["kind"]]
        used.setdefault(tour["kind"], set()).add(tour["vehicle"])
        at, now = f["depot"], tour["departure"]
        if (tour["start"], tour["end"]) != (at, at):
            say("does not start and end at its depot")
        if f["window"] and now < f["window"][0] - EPS:
            say("departs too early")
        visits = [s["visit"] for s in tour["steps"] if "visit" in s]
        # What is handed over up to the next loading, and from when all of it is there.
        trips = [[]]
        for s in tour["steps"]:
            if "load" in s:
                trips.append([])
            elif "visit" in s:
                trips[-1].append(s["visit"])
        goods = [sum(i.stop[v]["deliver"] for v in t) for t in trips]
        ready = [max([i.stop[v]["ready"] for v in t], default=0.0) for t in trips]
        trip = 0
        if now < ready[0] - EPS:
            say("departs with goods that are not there yet")
        if len(trips) - 1 > f["reloads"]:
            say(f"loads again {len(trips) - 1} times")
        aboard = goods[0]
        load, held, most, length, lunches = 0.0, {}, aboard, 0.0, []
        for step in tour["steps"]:
            kind, node = next(iter(step.items()))
            if kind == "break":
                now = max(now, i.lunch[0])
                if now > i.lunch[1] + EPS:
                    say("lunch begins too late")
                lunches.append(now)
                now += i.lunch[2]
                continue
            length += i.length(at, node)
            now += i.time(at, node)
            at = node
            if kind == "unload":
                window, service = i.dumps[node]
                load = 0.0
            elif kind == "visit":
                s = i.stop[node]
                window, service = s["window"], s["service"] if i.timed else 0.0
                if node in seen:
                    say(f"{node} is visited twice")
                seen[node] = number
                aboard -= s["deliver"]
                load += s["collect"]
                for a, b, q in i.pairs:
                    if a == node:
                        held[b] = q
                    if b == node and held.pop(b, None) is None:
                        say(f"{b} before {a}")
                most = max(most, aboard + load + sum(held.values()))
            elif kind == "load" and node == f["depot"]:
                trip += 1
                now = max(now, ready[trip])
                window, service = f["window"], 0.0
                aboard += goods[trip]
                most = max(most, aboard + load + sum(held.values()))
            else:
                say(f"{kind} is not for this instance")
                continue
            if window:
                now = max(now, window[0])
                if now > window[1] + EPS:
                    say(f"{node} is reached {now - window[1]:g} too late")
            now += service
        length += i.length(at, f["depot"])
        now += i.time(at, f["depot"])
        if held:
            say("a load stays on board")
        if most > f["capacity"] + tolerance:
            say(f"carries {most:g} of {f['capacity']:g}")
        if i.dumps and load > 0:
            say("is not empty at the end")
        if f["window"] and now > f["window"][1] + EPS:
            say("returns too late")
        if f["longest"] and now - tour["departure"] > f["longest"] + EPS:
            say("lasts too long")
        if f["most"] and len(visits) > f["most"]:
            say("has too many stops")
        if f["total"] and sum(i.stop[v]["collect"] for v in visits) > f["total"] + tolerance:
            say("collects more than a day's total")
        if len(lunches) > 1 or i.lunch and not lunches and tour["departure"] <= i.lunch[0] and now > i.lunch[1]:
            say("has not one lunch")
        cost += f["fixed"] + f["rate"] * length
    for kind, f in enumerate(i.fleets):
        if len(used.get(kind, ())) > f["count"]:
            wrong.append(f"fleet {kind} has {f['count']} vehicles")
    if len(tours) != sum(map(len, used.values())):
        wrong.append("a vehicle has two tours")
    grouped = {v for g in i.groups for v in g}
    for g in i.groups:
        if sum(v in seen for v in g) != 1:
            wrong.append(f"not one of {g} is visited")
    for v, s in i.stop.items():
        if v not in seen and v not in grouped:
            if s["prize"] is None:
                wrong.append(f"{v} is not visited")
            else:
                cost += s["prize"]
    return cost * i.unit, wrong


def main(argv):
    option = lambda name: argv[argv.index(name) + 1] if name in argv else None
    raw = open(argv[1], "rb").read()
    text = (gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw).decode("utf-8", "replace").rstrip("\0\x1a")
    tours = json.load(open(argv[2]))
    i = READERS[tours["format"]](text)
    i.rounding = option("--rounding") or i.rounding
    i.unit = float(option("--unit") or i.unit)
    if option("--vehicles"):
        for f in i.fleets:
            f["count"] = int(option("--vehicles"))
    cost, wrong = check(i, tours["tours"])
    if abs(cost - tours["cost"]) > 1e-6 * max(1.0, cost):
        wrong.append(f"the cost stated is {tours['cost']}")
    print(json.dumps({"instance": tours["instance"], "cost": round(cost, 6), "routes": len(tours["tours"]), "breaches": len(wrong), "first": wrong[:5]}))
    return 1 if wrong else 0


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    sys.exit(main(sys.argv))
