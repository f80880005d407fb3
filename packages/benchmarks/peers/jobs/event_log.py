"""Reading logs, and counts of them."""


def read_csv(path, engine=None):
    """As PM4Py's documentation does it; format_dataframe finds the times among the columns and parses them."""
    import pandas
    import pm4py

    frame = pandas.read_csv(path, engine=engine)
    return pm4py.format_dataframe(frame, case_id="case_id", activity_key="activity", timestamp_key="timestamp")


def read_csv_job(engine):
    def prepare(path):
        import pm4py  # noqa: F401, imports are not timed

        return lambda: len(read_csv(path, engine))

    return prepare


def read_xes_job(**options):
    def prepare(path):
        import pm4py

        return lambda: len(pm4py.read_xes(path, **options))

    return prepare


def read_xes_rust(path):
    import rustxes

    return lambda: len(rustxes.import_xes(path)[0])


def directly_follows(log):
    import pm4py

    return lambda: len(pm4py.discover_dfg(log)[0])


def variants(log):
    import pm4py

    return lambda: len(pm4py.get_variants(log))


PATH_JOBS = {
    "read-csv": read_csv_job(None),
    "read-csv-pyarrow": read_csv_job("pyarrow"),
    "read-xes": read_xes_job(),
    "read-xes-lines": read_xes_job(variant="line_by_line"),
    "read-xes-rust": read_xes_rust,
}
LOG_JOBS = {"directly-follows": directly_follows, "variants": variants}
