"""Logs from models."""
import pm4py
from pm4py.algo.simulation.playout.process_tree import algorithm as tree_playout

CASES = 10_000


def play_out(text):
    tree = pm4py.parse_process_tree(text)
    variant = tree_playout.Variants.BASIC_PLAYOUT
    parameters = {variant.value.Parameters.NO_TRACES: CASES}
    return lambda: len(tree_playout.apply(tree, variant=variant, parameters=parameters))


PATH_JOBS = {"play-out": play_out}
