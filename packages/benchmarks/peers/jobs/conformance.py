"""A log against a model."""
import pm4py


def token_replay(log):
    model = pm4py.discover_petri_net_inductive(log, noise_threshold=0.2)
    return lambda: len(pm4py.conformance_diagnostics_token_based_replay(log, *model))


def alignments(log):
    """With the net of the variants that one case in a hundred or more follows. Costs are counted in ten-thousandths, with one for each
    silent move."""
    counts = pm4py.get_variants(log)
    least = 0.01 * sum(counts.values())
    model = pm4py.discover_petri_net_inductive(pm4py.filter_variants(log, [v for v in counts if counts[v] >= least]))
    return lambda: sum(found["cost"] // 10000 for found in pm4py.conformance_diagnostics_alignments(log, *model))


def etc_precision(log):
    model = pm4py.discover_petri_net_inductive(log, noise_threshold=0.2)
    return lambda: round(pm4py.precision_token_based_replay(log, *model) * 1e4)


LOG_JOBS = {"token-replay": token_replay, "etc-precision": etc_precision, "alignments": alignments}
