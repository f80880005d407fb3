"""From a log to a model."""
import pm4py


def leaves(tree):
    """How many activities stand in a tree."""
    if tree.children:
        return sum(leaves(child) for child in tree.children)
    return 0 if tree.label is None else 1


def arcs(net):
    """How many pairs of activities a heuristics net connects."""
    return sum(len(node.output_connections) for node in net.nodes.values())


LOG_JOBS = {
    "inductive-im": lambda log: lambda: leaves(pm4py.discover_process_tree_inductive(log)),
    "inductive-imf": lambda log: lambda: leaves(pm4py.discover_process_tree_inductive(log, noise_threshold=0.2)),
    "inductive-imd": lambda log: lambda: leaves(pm4py.discover_process_tree_inductive(pm4py.discover_dfg_typed(log))),
    "heuristics": lambda log: lambda: arcs(pm4py.discover_heuristics_net(log)),
    "alpha": lambda log: lambda: len(pm4py.discover_petri_net_alpha(log)[0].places),
    "alpha-plus": lambda log: lambda: len(pm4py.discover_petri_net_alpha_plus(log)[0].transitions),
    "footprints": lambda log: lambda: len(pm4py.discover_footprints(log)["sequence"]),
}
