"""Times and counts."""
import pm4py


def summary(log):
    def run():
        pm4py.get_event_attribute_values(log, "concept:name")
        pm4py.get_start_activities(log)
        pm4py.get_end_activities(log)
        pm4py.get_all_case_durations(log)
        return len(pm4py.get_variants(log))

    return run


LOG_JOBS = {
    "summary": summary,
    "case-durations": lambda log: lambda: len(pm4py.get_all_case_durations(log)),
    "performance-dfg": lambda log: lambda: len(pm4py.discover_performance_dfg(log)[0]),
    "eventually-follows": lambda log: lambda: len(pm4py.discover_eventually_follows_graph(log)),
    "arrivals": lambda log: lambda: round(pm4py.get_case_arrival_average(log) * 1000),
    "handover": lambda log: lambda: len(
        pm4py.discover_handover_of_work_network(log, resource_key="resource").connections
    ),
    "rework": lambda log: lambda: len(pm4py.get_rework_cases_per_activity(log)),
    "case-overlap": lambda log: lambda: len(pm4py.stats.get_case_overlap(log)),
}
