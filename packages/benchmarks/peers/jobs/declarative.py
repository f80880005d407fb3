"""Rules and footprints: from a log, and a log against them."""
import pm4py


def log_skeleton_conformance(log):
    skeleton = pm4py.discover_log_skeleton(log)
    return lambda: sum(case["is_fit"] for case in pm4py.conformance_log_skeleton(log, skeleton))


def declare_conformance(log):
    model = pm4py.discover_declare(log)
    return lambda: sum(case["is_fit"] for case in pm4py.conformance_declare(log, model))


def temporal_conformance(log):
    profile = pm4py.discover_temporal_profile(log)
    return lambda: sum(len(case) for case in pm4py.conformance_temporal_profile(log, profile, zeta=3.0))


def footprint_conformance(log):
    model = pm4py.discover_footprints(pm4py.discover_process_tree_inductive(log, noise_threshold=0.2))

    def run():
        found = pm4py.discover_footprints(log)
        pm4py.fitness_footprints(found, model)
        pm4py.precision_footprints(found, model)
        return len((found["sequence"] | found["parallel"]) & (model["sequence"] | model["parallel"]))

    return run


LOG_JOBS = {
    "log-skeleton": lambda log: lambda: len(pm4py.discover_log_skeleton(log)["never_together"]),
    "declare": lambda log: lambda: sum(len(rules) for rules in pm4py.discover_declare(log).values()),
    "temporal-profile": lambda log: lambda: len(pm4py.discover_temporal_profile(log)),
    "log-skeleton-conformance": log_skeleton_conformance,
    "declare-conformance": declare_conformance,
    "temporal-conformance": temporal_conformance,
    "footprint-conformance": footprint_conformance,
}
