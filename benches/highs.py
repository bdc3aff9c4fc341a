"""Solves a program that `huilu bench network --city … --lp F.lp` wrote with HiGHS (pip install highspy) and prints one line of JSON.
usage: benches/highs.py F.lp [SECONDS]"""
import json
import resource
import sys

import highspy

solver = highspy.Highs()
solver.setOptionValue("output_flag", False)
solver.setOptionValue("threads", 1)
solver.setOptionValue("mip_rel_gap", 1e-6)
solver.setOptionValue("time_limit", float(sys.argv[2]) if len(sys.argv) > 2 else 600.0)
if solver.readModel(sys.argv[1]) == highspy.HighsStatus.kError:
    sys.exit(f"{sys.argv[1]} is not read")
solver.run()
info = solver.getInfo()
used = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps({
    "solver": f"HiGHS {solver.version()}", "file": sys.argv[1], "status": solver.modelStatusToString(solver.getModelStatus()),
    "objective": info.objective_function_value, "lower_bound": info.mip_dual_bound, "cpu_s": round(used.ru_utime + used.ru_stime, 1),
}))
