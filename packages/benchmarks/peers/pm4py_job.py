"""Child process: the same jobs done with PM4Py's public functions. Prints one JSON line like job.ts does."""
import json
import resource
import sys
import time

import pandas as pd
import pm4py


def read_csv(path):
    frame = pd.read_csv(path)
    # format_dataframe leaves some time texts unparsed without a word; parsing them first keeps the job the same.
    frame["timestamp"] = pd.to_datetime(frame["timestamp"], utc=True, format="ISO8601")
    return pm4py.format_dataframe(frame, case_id="case_id", activity_key="activity", timestamp_key="timestamp")


def model(log):
    return pm4py.discover_petri_net_inductive(log, noise_threshold=0.2)


def prepare(name, path):
    if name == "read-csv":
        return lambda: len(read_csv(path))
    if name == "read-xes":
        return lambda: len(pm4py.read_xes(path))
    log = read_csv(path)
    if name == "directly-follows":
        return lambda: len(pm4py.discover_dfg(log)[0])
    if name == "variants":
        return lambda: len(pm4py.get_variants(log))
    if name == "inductive":
        return lambda: len(str(pm4py.discover_process_tree_inductive(log, noise_threshold=0.2))) and 0
    if name == "token-replay":
        net = model(log)
        return lambda: len(pm4py.conformance_diagnostics_token_based_replay(log, *net)) and 0
    raise SystemExit(f"There is no job {name}.")


def main():
    name, path, repeats = sys.argv[1], sys.argv[2], int(sys.argv[3])
    run = prepare(name, path)
    cpu_ms, wall_ms, outcome = [], [], 0
    for _ in range(repeats):
        wall, cpu = time.perf_counter(), time.process_time()
        outcome = run()
        cpu_ms.append((time.process_time() - cpu) * 1000)
        wall_ms.append((time.perf_counter() - wall) * 1000)
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"cpuMs": cpu_ms, "wallMs": wall_ms, "outcome": outcome, "peakMb": peak_mb, "version": pm4py.__version__}))


main()
