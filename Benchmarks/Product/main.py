"""`make bench`: measures, checks that results agree, compares with the committed ratios, and writes the results."""
import argparse
import glob
import json
import multiprocessing
import os
import platform
import shutil
import sys

import duckdb
import report
from measure import interleaved, run

WORK = ".build-bench"


def configuration(folder, name, company, **settings):
    """Writes a configuration and returns its path and the output folder."""
    path = f"{folder}/{name}.yaml"
    with open(path, "w") as file:
        json.dump({
            "sources": {t: f"{company}/{f}.csv" for t, f in (
                ("customers", "customers"), ("noncustomers", "noncustomers"), ("usage", "usage_actions"))},
            "output": {"folder": f"out-{name}"}, **settings}, file)
    return path, f"{folder}/out-{name}"


def snapshots(prospect, folder, name, company, population, features, **resources):
    path, output = configuration(
        folder, name, company, snapshots={"population": population}, features={"set": features},
        resources={"threads": 2, **resources})
    return [prospect, "snapshots", "--quiet", "--config", path], output


def sample(prospect, rows):
    folder = os.path.abspath(f"{WORK}/{rows}")
    company = f"{folder}/company"
    if not os.path.exists(f"{company}/usage_actions.csv"):
        os.makedirs(folder, exist_ok=True)
        run([prospect, "sample", company, "--rows", str(rows), "--quiet"])
    return folder, company


def differing_rows(ours, theirs):
    """Snapshots of ours and of a peer that the other does not have, over every sum, the recency and the label."""
    connection = duckdb.connect()
    connection.execute("SET enable_progress_bar = false")
    columns = [c for c, in connection.execute(
        f"SELECT column_name FROM (DESCRIBE FROM '{ours}')").fetchall()
        if c.endswith("_SUM") or c in ("DAYS_SINCE_LAST_ACTIVITY", "LABEL_CONVERT_30D")]
    select = "SELECT id::VARCHAR, DATE, " + ", ".join(f"{c}::DOUBLE" for c in columns)
    return connection.execute(
        f"""SELECT count(*) FROM (({select} FROM '{ours}' EXCEPT ALL {select} FROM '{theirs}') UNION ALL
            ({select} FROM '{theirs}' EXCEPT ALL {select} FROM '{ours}'))""").fetchone()[0]


def scan_floor(company):
    """Seconds that DuckDB needs to scan the usage file with two threads: the least of five."""
    import time
    connection = duckdb.connect()
    connection.execute("SET threads = 2; SET enable_progress_bar = false")
    header = open(f"{company}/usage_actions.csv").readline().strip().split(",")
    times = []
    for _ in range(5):
        begin = time.perf_counter()
        connection.execute(
            "SELECT " + ", ".join(f'max("{c}")' for c in header)
            + f" FROM read_csv('{company}/usage_actions.csv', header = true, all_varchar = true)").fetchall()
        times.append(time.perf_counter() - begin)
    return min(times)


def apart(function, *arguments):
    """Calls a function in a process of its own: the system counts what this one holds as its children's peak memory."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(function, arguments)


def count_rows(files):
    return duckdb.sql(f"SELECT count(*) FROM '{files}'").fetchone()[0]


def against_peers(options, rows):
    folder, company = sample(options.prospect, rows)
    python = sys.executable
    ours, output = snapshots(options.prospect, folder, "first", company, "observed-span", "basic")
    second, second_output = snapshots(options.prospect, folder, "second", company, "observed-span", "extended")
    default, default_output = snapshots(options.prospect, folder, "default", company, "all", "extended")
    outputs = {"prospect": output, "prospect, second set": second_output, "prospect, default": default_output}
    commands = {
        "Polars": [python, f"{options.peers}/features_polars.py", company, f"{folder}/polars.parquet"],
        "DuckDB": [python, f"{options.peers}/features_duckdb.py", company, f"{folder}/duckdb.parquet"],
        "prospect": ours, "prospect, second set": second, "prospect, default": default}
    figures = interleaved(
        commands, options.runs, before=lambda name: shutil.rmtree(outputs.get(name, "/nowhere"), ignore_errors=True))
    found = glob.glob(f"{output}/runs/*/snapshots")[0] + "/*.parquet"
    stages = json.load(open(glob.glob(f"{output}/runs/*/manifest.json")[0]))["stages"]
    return figures, {
        "snapshots": apart(count_rows, found),
        "differ from Polars": apart(differing_rows, found, f"{folder}/polars.parquet"),
        "differ from DuckDB": apart(differing_rows, found, f"{folder}/duckdb.parquet"),
        "scan alone, s": round(apart(scan_floor, company), 2),
        "stages": {s["name"]: round(s["seconds"], 2) for s in stages}}


def scaling(options):
    """Wall seconds and peak memory at several sizes; those from 100 million rows on within 8, 4 and 2 GB."""
    found = []
    for millions in options.scaling:
        rows = int(millions * 1_000_000)
        folder, company = sample(options.prospect, rows)
        for limit in [None] if millions < 100 else ["8GB", "4GB", "2GB"]:
            resources = {"memory_limit": limit} if limit else {}
            command, output = snapshots(
                options.prospect, folder, f"scale-{limit}", company, "observed-span", "basic", **resources)
            figures = interleaved(
                {"it": command}, min(options.runs, 3),
                before=lambda _: shutil.rmtree(output, ignore_errors=True))["it"]
            shutil.rmtree(output, ignore_errors=True)
            found.append({"rows": rows, "limit": limit} | figures.summary())
    return found


def whole_run(options):
    """`prospect run --quick` on a company's data, and the time to the first output of `--help`."""
    folder = os.path.abspath(f"{WORK}/run")
    os.makedirs(folder, exist_ok=True)
    company = os.path.abspath(options.data) if options.data else f"{folder}/company"
    if not options.data and not os.path.exists(company):
        run([options.prospect, "sample", company, "--portals", "5000", "--weeks", "66", "--quiet"])
    path, output = configuration(folder, "quick", company, resources={"threads": 2})
    boosters, boosters_output = configuration(
        folder, "boosters", company, resources={"threads": 2}, models={"members": ["lightgbm", "xgboost"]})
    outputs = {"run --quick": output, "boosters": boosters_output}
    return interleaved(
        {"run --quick": [options.prospect, "run", "--quick", "--quiet", "--config", path],
         "boosters": [options.prospect, "run", "--quick", "--quiet", "--config", boosters],
         "--help": [options.prospect, "--help"]},
        options.runs, before=lambda name: shutil.rmtree(outputs.get(name, "/nowhere"), ignore_errors=True))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--prospect", required=True)
    parser.add_argument("--peers", required=True)
    parser.add_argument("--data")
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument(
        "--scaling", type=lambda text: [float(n) for n in text.split(",") if n], default=[1, 3, 10, 30, 100],
        help="millions of rows; empty: none")
    options = parser.parse_args()
    figures, facts = against_peers(options, options.rows)
    results = {
        "machine": {"processors": os.cpu_count(), "model": report.processor(), "system": f"{platform.system()} {platform.machine()}",
                    "memory, GiB": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30)},
        "versions": report.versions(options.prospect), "rows": options.rows, "facts": facts,
        "programs": {name: f.summary() for name, f in figures.items()},
        "ratios": report.ratios(figures), "scaling": scaling(options),
        "run": {name: f.summary() for name, f in whole_run(options).items()}, "real data": bool(options.data)}
    worse = report.compare(results)
    report.write(results)
    for line in worse:
        print(line)
    if facts["differ from Polars"] or facts["differ from DuckDB"]:
        sys.exit("The snapshots are not those of the peers.")


if __name__ == "__main__":
    main()
