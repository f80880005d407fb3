"""Child process: the jobs of jobs.ts done by peers, through their public functions. Prints one JSON line like job.ts does."""
import json
import resource
import sys
import time
from importlib.metadata import version


def read_csv(path, engine=None):
    """As PM4Py's documentation does it; format_dataframe finds the times among the columns and parses them."""
    import pandas
    import pm4py

    frame = pandas.read_csv(path, engine=engine)
    return pm4py.format_dataframe(frame, case_id="case_id", activity_key="activity", timestamp_key="timestamp")


def prepare(name, path):
    if name == "read-xes-rust":
        import rustxes

        return lambda: len(rustxes.import_xes(path)[0])
    import pm4py

    if name == "read-csv":
        return lambda: len(read_csv(path))
    if name == "read-csv-pyarrow":
        return lambda: len(read_csv(path, "pyarrow"))
    if name == "read-xes":
        return lambda: len(pm4py.read_xes(path))
    if name == "read-xes-lines":
        return lambda: len(pm4py.read_xes(path, variant="line_by_line"))
    log = read_csv(path)
    if str(log["time:timestamp"].dtype).startswith("object"):
        raise SystemExit("The times were not parsed: another version of pandas is needed for a fair comparison.")
    if name == "directly-follows":
        return lambda: len(pm4py.discover_dfg(log)[0])
    if name == "variants":
        return lambda: len(pm4py.get_variants(log))
    if name == "inductive":
        return lambda: len(str(pm4py.discover_process_tree_inductive(log, noise_threshold=0.2)))
    if name == "token-replay":
        model = pm4py.discover_petri_net_inductive(log, noise_threshold=0.2)
        return lambda: len(pm4py.conformance_diagnostics_token_based_replay(log, *model))
    raise SystemExit(f"There is no job {name}.")


def main():
    name, path = sys.argv[1], sys.argv[2]
    run = prepare(name, path)
    wall, cpu = time.perf_counter(), time.process_time()
    outcome = run()
    sample = {
        "cpuMs": [(time.process_time() - cpu) * 1000],
        "wallMs": [(time.perf_counter() - wall) * 1000],
        "outcome": outcome,
        "peakMb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "versions": {name: version(name) for name in ["pm4py", "pandas", "pyarrow", "rustxes"]},
    }
    print(json.dumps(sample))


main()
