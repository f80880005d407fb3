"""Child process: a job of src/jobs/ done by a peer, through its public functions. Prints one JSON line like job.ts does.

peers/jobs/ holds the jobs, by the same files as src/jobs/: PATH_JOBS take the path of the log (or the text of a job without a log), LOG_JOBS PM4Py's data frame;
both give the call that is measured.
"""
import json
import resource
import signal
import sys
import time
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version

sys.dont_write_bytecode = True  # nothing is left behind in the checkout

from jobs.event_log import read_csv  # noqa: E402

# Imported in this order as far as needed: a peer of event_log that is not PM4Py does not carry its memory.
MODULES = ["event_log", "discovery", "conformance", "declarative", "stats", "synthetic"]
CALLS = 10
# After so much CPU time no further call is made.
ENOUGH_SECONDS = 5


class Stopped(Exception):
    """The limit of CPU time has passed."""


def prepare(name, path):
    for module in (import_module(f"jobs.{topic}") for topic in MODULES):
        if name in getattr(module, "PATH_JOBS", {}):
            return module.PATH_JOBS[name](path)
        if name in getattr(module, "LOG_JOBS", {}):
            log = read_csv(path)
            if not str(log["time:timestamp"].dtype).startswith("datetime"):
                raise SystemExit("The times were not parsed: a fair comparison needs another version of pandas.")
            return module.LOG_JOBS[name](log)
    raise SystemExit(f"There is no job {name}.")


def stop(_signal, _frame):
    raise Stopped


def main():
    name, path, limit = sys.argv[1], sys.argv[2], float(sys.argv[3])
    run = prepare(name, path)
    signal.signal(signal.SIGPROF, stop)
    cpu_ms, wall_ms, outcome, failure = [], [], None, None
    for _ in range(CALLS):
        wall, cpu = time.perf_counter(), time.process_time()
        try:
            signal.setitimer(signal.ITIMER_PROF, limit)
            outcome = run()
        except Stopped:
            outcome, failure = None, "stopped"
        except Exception as error:  # any failure of a peer is a result
            outcome, failure = None, f"{type(error).__name__}: {error}"
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
        cpu_ms.append((time.process_time() - cpu) * 1000)
        wall_ms.append((time.perf_counter() - wall) * 1000)
        if outcome is None or sum(cpu_ms) > ENOUGH_SECONDS * 1000:
            break
    sample = {
        "cpuMs": cpu_ms,
        "wallMs": wall_ms,
        "outcome": outcome,
        "failure": failure,
        "peakMb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "versions": dict(installed(["pm4py", "pandas", "pyarrow", "rustxes"])),
    }
    print(json.dumps(sample))


def installed(names):
    for name in names:
        try:
            yield name, version(name)
        except PackageNotFoundError:
            continue


main()
