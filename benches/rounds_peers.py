#!/usr/bin/env python3
"""Plans a relaxed day with PyVRP or VROOM and counts its cost as the day's own rates have it.

The day is one that `huilu bench rounds --city C --orders N --relaxation reloads|single-trip --write FOLDER` has written. What a route costs, and whether it keeps
windows, loads, shift, duration and length, is counted here from the tables, not taken from the solver.

usage: rounds_peers.py FOLDER SECONDS pyvrp|vroom [SEED]
One JSON line: solver, seconds, cost in fen, routes, left_out, breaches. Under the shim of ../shared/peers/vrp (LD_PRELOAD) SECONDS are those of the processor.
"""
import json
import sys
import time

import numpy as np

FEN = 3_600_000  # parts of a fen in which money is whole: 36 fen_per_km a cm, fen_per_h a ms


def load(folder):
    day = json.load(open(f"{folder}/day.json"))
    tables = {}
    for k in day["kinds"]:
        p = k["profile"]
        tables[p] = tuple(np.load(f"{folder}/{w}-{p}.npy").astype(np.int64) for w in ("time_ms", "length_cm"))
    return day, tables


def judge(day, tables, routes):
    """routes: (kind, [("task", i) | ("reload", place)]). Departure: as late as does not make anything late, as a fixed route costs least by."""
    total, used, breaches, seen = 0.0, 0, [], set()
    for kind, steps in routes:
        tasks = [i for what, i in steps if what == "task"]
        if not tasks:
            continue
        used += 1
        k = day["kinds"][kind]
        times, lengths = tables[k["profile"]]
        for i in tasks:
            if i in seen:
                breaches.append(f"task {i} twice")
            seen.add(i)
        stops = []
        for what, i in steps:
            t = day["tasks"][i] if what == "task" else None
            stops.append((t["place"], t["window_ms"], t["service_ms"]) if t else (i, None, 0))
        end = k["end"]
        # Forward from the opening of the shift, then as late as all windows allow: what is waited is saved.
        def drive(start):
            now, here, slack, waited, length = start, k["start"], 1 << 60, 0, 0
            for place, window, service in stops:
                if times[here, place] < 0:
                    return None
                now += times[here, place]
                length += lengths[here, place]
                if window:
                    wait = max(0, window[0] - now)
                    now += wait
                    waited += wait
                    slack = min(slack, waited + window[1] - now)
                    if now > window[1]:
                        return None
                now += service
                here = place
            if end is not None:
                now += times[here, end]
                length += lengths[here, end]
            return now, length, waited, slack
        first = drive(k["shift_ms"][0])
        if first is None:
            breaches.append("a window missed or no way")
            continue
        later = max(0, min(first[2], first[3]))
        back, length, _, _ = drive(k["shift_ms"][0] + later)
        duration = back - (k["shift_ms"][0] + later)
        if back > k["shift_ms"][1]:
            breaches.append(f"back {back - k['shift_ms'][1]} ms late")
        if k["max_duration_ms"] is not None and duration > k["max_duration_ms"]:
            breaches.append(f"out {duration - k['max_duration_ms']} ms too long")
        if k["max_length_cm"] is not None and length > k["max_length_cm"]:
            breaches.append(f"{length - k['max_length_cm']} cm too far")
        trip = []
        for what, i in steps + [("reload", None)]:
            if what == "task":
                trip.append(day["tasks"][i])
                continue
            for d in range(2):
                load = most = sum(t["deliver"][d] for t in trip)
                for t in trip:
                    load += t["collect"][d] - t["deliver"][d]
                    most = max(most, load)
                if most > k["capacity"][d]:
                    breaches.append(f"{most - k['capacity'][d]} too much on board")
            trip = []
        total += k["fixed_fen"] + length * k["fen_per_km"] / 1e5 + duration * k["fen_per_h"] / 3.6e6
    return total, used, len(day["tasks"]) - len(seen), breaches


def pyvrp(day, tables, seconds, seed):
    import pyvrp
    from pyvrp.stop import MaxRuntime

    # Depots first: each start, then wherever is reloaded.
    depots = sorted({k["start"] for k in day["kinds"]} | set(day["reloads"]))
    places = depots + [t["place"] for t in day["tasks"]]
    number = {p: i for i, p in enumerate(depots)}
    late = max(k["shift_ms"][1] for k in day["kinds"])
    clients = [
        pyvrp.Client(i + len(depots), delivery=t["deliver"], pickup=t["collect"], service_duration=t["service_ms"],
                     tw_early=t["window_ms"][0] if t["window_ms"] else 0, tw_late=t["window_ms"][1] if t["window_ms"] else late)
        for i, t in enumerate(day["tasks"])
    ]
    far = 1 << 40
    pick = np.ix_(places, places)
    profiles = sorted(tables)
    clean = lambda m: np.where(m[pick] < 0, far, m[pick])
    kinds = [
        pyvrp.VehicleType(
            k["vehicles"], capacity=k["capacity"], start_depot=number[k["start"]], end_depot=number[k["end"]], fixed_cost=k["fixed_fen"] * FEN,
            tw_early=k["shift_ms"][0], tw_late=k["shift_ms"][1], shift_duration=k["max_duration_ms"] or late,
            max_distance=k["max_length_cm"] or 1 << 50, unit_distance_cost=36 * k["fen_per_km"], unit_duration_cost=k["fen_per_h"],
            profile=profiles.index(k["profile"]), reload_depots=[number[p] for p in day["reloads"]])
        for k in day["kinds"]
    ]
    # Neighbourhoods come from the tables; where things are is asked for all the same.
    locations = [pyvrp.Location(0, 0) for _ in places]
    data = pyvrp.ProblemData(locations, clients, [pyvrp.Depot(i) for i in range(len(depots))], kinds,
                             [clean(tables[p][1]) for p in profiles], [clean(tables[p][0]) for p in profiles])
    result = pyvrp.solve(data, MaxRuntime(seconds), seed=seed, display=False)
    routes = []
    for route in result.best.routes():
        steps = []
        for stop in route.schedule():
            if stop.is_depot():
                steps.append(("reload", depots[stop.idx]))
            else:
                steps.append(("task", stop.idx))
        # The first and the last are the ends.
        routes.append((route.vehicle_type(), steps[1:-1]))
    return routes


def vroom(day, tables, seconds, seed):
    """Without trips: for the day of single trips. Times are whole seconds, rounded up; what VROOM calls a vehicle's time is that on the way."""
    import vroom
    from datetime import timedelta

    problem = vroom.Input()
    up_to = lambda m: np.where(m < 0, 2**31, -(-m // 1000)).astype(np.uint32)
    for k in day["kinds"]:
        times, lengths = tables[k["profile"]]
        problem.set_durations_matrix(k["name"], up_to(times))
        problem.set_distances_matrix(k["name"], np.where(lengths < 0, 2**31, lengths // 100).astype(np.uint32))
    number = 0
    owner = {}
    for i, k in enumerate(day["kinds"]):
        for _ in range(k["vehicles"]):
            number += 1
            owner[number] = i
            costs = vroom.VehicleCosts(fixed=k["fixed_fen"], per_hour=k["fen_per_h"], per_km=k["fen_per_km"])
            limits = {}
            if k["max_length_cm"] is not None:
                limits["max_distance"] = k["max_length_cm"] // 100
            window = vroom.TimeWindow(k["shift_ms"][0] // 1000, k["shift_ms"][1] // 1000)
            problem.add_vehicle(vroom.Vehicle(number, start=k["start"], end=k["end"], profile=k["name"], costs=costs, time_window=window,
                                              capacity=[c // 100 for c in k["capacity"]], **limits))
    up = lambda amounts: [-(-a // 100) for a in amounts]
    for i, t in enumerate(day["tasks"]):
        windows = {}
        if t["window_ms"]:
            windows["time_windows"] = [vroom.TimeWindow(-(-t["window_ms"][0] // 1000), t["window_ms"][1] // 1000)]
        problem.add_job(vroom.Job(i, location=t["place"], delivery=up(t["deliver"]), pickup=up(t["collect"]),
                                  default_service=-(-t["service_ms"] // 1000), **windows))
    found = problem.solve(exploration_level=5, nb_threads=1, timeout=timedelta(seconds=seconds))
    routes = {}
    table = found.routes
    for vehicle, what, job in zip(table["vehicle_id"], table["type"], table["id"]):
        if what == "job":
            routes.setdefault(int(vehicle), []).append(("task", int(job)))
    return [(owner[v], steps) for v, steps in routes.items()]


def main():
    folder, seconds, solver = sys.argv[1], float(sys.argv[2]), sys.argv[3]
    seed = int(sys.argv[4]) if len(sys.argv) > 4 else 1
    day, tables = load(folder)
    began, cpu = time.monotonic(), time.process_time()
    routes = {"pyvrp": pyvrp, "vroom": vroom}[solver](day, tables, seconds, seed)
    cost, used, left_out, breaches = judge(day, tables, routes)
    print(json.dumps({
        "solver": solver, "n": len(day["tasks"]), "seconds": seconds, "seed": seed, "cost": round(cost), "routes": used, "left_out": left_out,
        "breaches": len(breaches), "first": breaches[:3], "cpu_s": round(time.process_time() - cpu, 1), "wall_s": round(time.monotonic() - began, 1),
    }))


if __name__ == "__main__":
    main()
