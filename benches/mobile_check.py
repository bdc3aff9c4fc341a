#!/usr/bin/env python3
"""Judges what `huilu bench mobile --tours` wrote, from the instance alone; one line of JSON, exit 1 where a rule is broken.

usage: mobile_check.py INSTANCE TOURS.json [--p N] [--radius M]

mclp: at most p different places; the demand within the radius of one of them on a sphere of 6,378,137 m.
pvrpif: every customer is visited as often as its frequency says, every so many days of the horizon; a vehicle starts and ends at node 0, empties at an intermediate
facility before it returns, never carries more than it holds and is not out for longer than it may (travel and service); there are so many vehicles a day. The cost is travel.
mctptw: every customer is served once, out from and back to a spot within the radius, not before it is ready and not after it is due; a vehicle leaves the depot at 0 and is back by
its closing; loads fit. The cost is what is driven between depot and spots; lengths are Euclidean, rounded to thousandths.
"""
import json
import math
import sys


def covering(text, tours, p, radius):
    head, rest = text.split("NODE_COORD_SECTION")
    coords, demands = rest.split("DEMAND_SECTION")
    at = [tuple(map(float, line.split())) for line in coords.split("\n") if line.strip()]
    weights = [int(word) for word in demands.replace("EOF", "").split()]
    assert len(at) == len(weights), "coordinates and demands differ in number"
    chosen, wrong = tours["chosen"], []
    if len(set(chosen)) != len(chosen) or len(chosen) > p or any(not 0 <= i < len(at) for i in chosen):
        wrong.append("not %d different places" % p)

    def metres(a, b):
        (lat1, lon1), (lat2, lon2) = (map(math.radians, x) for x in (a, b))
        half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
        return 2 * 6378137 * math.asin(math.sqrt(half))

    reached = sum(w for w, a in zip(weights, at) if any(metres(a, at[i]) <= radius for i in chosen))
    return reached, wrong


def periodic(instance, tours):
    info, kind = instance["info"], [f["properties"] for f in instance["features"]]
    times, wrong, cost = instance["duration"], [], 0
    days = tours["days"]
    if len(days) != info["planningHorizon"]:
        wrong.append("%d days" % len(days))
    seen = {i: [] for i, k in enumerate(kind) if k["type"] == "customer"}
    for d, vehicles in enumerate(days):
        if len([v for v in vehicles if v]) > info["numVehicles"]:
            wrong.append("day %d: too many vehicles" % d)
        for v, nodes in enumerate(n for n in vehicles if n):
            load = out = 0
            for a, b in zip([0] + nodes, nodes + [0]):
                cost += times[a][b]
                out += times[a][b] + kind[b]["service"]
                if kind[b]["type"] == "customer":
                    load += kind[b]["demand"]
                    seen[b].append(d)
                elif kind[b]["type"] == "intermediateFacility":
                    load = 0
                if load > info["maxCapacity"]:
                    wrong.append("day %d vehicle %d: carries %g at node %d" % (d, v, load, b))
            if load > 0:
                wrong.append("day %d vehicle %d: returns with %g" % (d, v, load))
            if out > info["maxDuration"]:
                wrong.append("day %d vehicle %d: out for %g" % (d, v, out))
    for c, on in seen.items():
        every = info["planningHorizon"] / kind[c]["frequency"]
        if len(on) != kind[c]["frequency"] or any(b - a != every for a, b in zip(on, on[1:])):
            wrong.append("node %d is visited on %s" % (c, on))
    return cost, wrong


def covering_tour(lines, tours):
    capacity, radius, spots, n = (float(line[0]) for line in lines[:4])
    rows = [list(map(float, line)) for line in lines[4:]]
    spots, n = int(spots), int(n)
    assert len(rows) == 1 + spots + n, "places differ in number"

    def far(a, b):
        return round(math.hypot(rows[a][1] - rows[b][1], rows[a][2] - rows[b][2]), 3)

    cost, wrong, seen = 0, [], []
    for r, route in enumerate(tours["routes"]):
        at = now = load = 0
        for c, s in route:
            here, spot = 1 + spots + c, 1 + s
            seen.append(c)
            if not (0 <= c < n and 0 <= s < spots) or math.hypot(rows[here][1] - rows[spot][1], rows[here][2] - rows[spot][2]) > radius:
                wrong.append("route %d: customer %d is not reached from spot %d" % (r, c, s))
            cost += far(at, spot)
            begins = max(now + far(at, spot) + far(spot, here), rows[here][4])
            if begins > rows[here][5] + 1e-6:
                wrong.append("route %d: customer %d is served at %g" % (r, c, begins))
            now, at, load = begins + rows[here][6] + far(spot, here), spot, load + rows[here][3]
        cost += far(at, 0)
        if now + far(at, 0) > rows[0][5] + 1e-6:
            wrong.append("route %d is back at %g" % (r, now + far(at, 0)))
        if load > capacity:
            wrong.append("route %d carries %g" % (r, load))
    if sorted(seen) != list(range(n)):
        wrong.append("not everyone is served once")
    return round(cost, 3), wrong


def main():
    args = sys.argv[1:]
    options = {args[i]: float(args[i + 1]) for i in range(2, len(args) - 1, 2)}
    text, tours = open(args[0]).read(), json.load(open(args[1]))
    if text.lstrip().startswith("{"):
        value, wrong = periodic(json.loads(text), tours)
    elif "MCLP" not in text[:200]:
        value, wrong = covering_tour([line.split() for line in text.splitlines() if line.strip()], tours)
    else:
        value, wrong = covering(text, tours, int(options["--p"]), options["--radius"])
    print(json.dumps({"value": value, "wrong": wrong[:20]}))
    sys.exit(bool(wrong))


main()
