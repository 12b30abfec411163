"""Writes what was measured, and compares it with what is committed."""
import json
import math
import re
import subprocess
from importlib.metadata import version

JSON, MARKDOWN, PLOT = (f"Benchmarks/{name}" for name in ("results.json", "results.md", "scaling.svg"))
TOLERANCE = 0.15


def processor():
    match = re.search(r"model name\s*: (.*)", open("/proc/cpuinfo").read()) if _exists("/proc/cpuinfo") else None
    return match.group(1) if match else "unknown"


def _exists(path):
    try:
        open(path).close()
        return True
    except OSError:
        return False


def versions(prospect):
    found = {"prospect": subprocess.run([prospect, "--version"], capture_output=True, text=True).stdout.strip()}
    for name in ("duckdb", "polars", "pandas"):
        try:
            found[name] = version(name)
        except Exception:
            pass
    return found


def ratios(figures):
    """The ratios that have a target: of time to the faster peer, of memory to the leaner, and among our own."""
    faster = min(figures[name].median("wall") for name in ("Polars", "DuckDB"))
    leaner = min(figures[name].median("memory") for name in ("Polars", "DuckDB"))
    ours = figures["prospect"]
    return {
        "time to the faster peer": round(ours.median("wall") / faster, 3),
        "memory to the leaner peer": round(ours.median("memory") / leaner, 3),
        "second set to first": round(figures["prospect, second set"].median("wall") / ours.median("wall"), 3),
        "default population and second set to first": round(
            figures["prospect, default"].median("wall") / ours.median("wall"), 3)}


TARGETS = {
    "time to the faster peer": 0.45, "memory to the leaner peer": 0.5, "second set to first": 1.5,
    "default population and second set to first": 1.5}


def compare(results):
    """What is worse than the committed results by more than the tolerance."""
    try:
        before = json.load(open(JSON))
    except OSError:
        return []
    return [
        f"WORSE: {name} is {value}, it was {before['ratios'][name]}"
        for name, value in results["ratios"].items()
        if name in before["ratios"] and value > before["ratios"][name] * (1 + TOLERANCE)]


def slope(points):
    """Least squares of log seconds on log rows."""
    x, y = [math.log(p["rows"]) for p in points], [math.log(p["wall"]) for p in points]
    mean_x, mean_y = sum(x) / len(x), sum(y) / len(y)
    return sum((a - mean_x) * (b - mean_y) for a, b in zip(x, y)) / sum((a - mean_x) ** 2 for a in x)


def plot(points, power):
    import matplotlib
    matplotlib.use("svg")
    matplotlib.rcParams["svg.hashsalt"] = "prospect"
    import matplotlib.pyplot as pyplot
    figure, axes = pyplot.subplots(figsize=(6, 4))
    axes.loglog([p["rows"] for p in points], [p["wall"] for p in points], "o-", color="#0072B2")
    axes.set_xlabel("usage rows")
    axes.set_ylabel("seconds to snapshots in Parquet")
    axes.set_title(f"Time grows with the rows to the power of {power:.2f}")
    axes.grid(True, which="both", alpha=0.3)
    figure.tight_layout()
    figure.savefig(PLOT, metadata={"Date": None})


def write(results):
    json.dump(results, open(JSON, "w"), indent=2)
    machine, facts = results["machine"], results["facts"]
    lines = [
        "# Results", "",
        "Written by `make bench`; medians of runs turn and turn about on one machine, whole processes.", "",
        f"{machine['processors']} processors ({machine['model']}), {machine['memory, GiB']} GiB, {machine['system']}; "
        + ", ".join(f"{name} {v}" for name, v in results["versions"].items()) + ".", "",
        f"## {results['rows']:,} usage rows to snapshots in Parquet", "",
        "| program | wall s | least–most | processor s | peak MiB |", "|---|---|---|---|---|"]
    lines += [
        f"| {name} | {p['wall']:.2f} | {p['least']:.2f}–{p['most']:.2f} | {p['cpu']:.1f} | {p['memory']:,.0f} |"
        for name, p in results["programs"].items()]
    lines += [
        "", "Population `observed-span` and the first feature set, so that all do the same work; the second set on the "
        "same population; the default: all portals, the second set.", "", "| ratio | measured | target |", "|---|---|---|"]
    lines += [f"| {name} | {value:.2f} | {TARGETS[name]} |" for name, value in results["ratios"].items()]
    lines += [
        "", f"{facts['snapshots']:,} snapshots; rows that differ from Polars: {facts['differ from Polars']}, from DuckDB: "
        f"{facts['differ from DuckDB']}. The floor: DuckDB scans the file as texts in {facts['scan alone, s']} s. Stages: "
        + ", ".join(f"{name} {seconds} s" for name, seconds in facts["stages"].items()) + ".", ""]
    points = [p for p in results["scaling"] if p["limit"] in (None, "8GB")]
    if len(points) > 1:
        power = slope(points)
        plot(points, power)
        lines += [
            "## Scaling", "", f"![Seconds by rows](scaling.svg)", "", f"Log-log slope {power:.2f}.", "",
            "| rows | memory limit | wall s | processor s | peak MiB |", "|---|---|---|---|---|"]
        lines += [
            f"| {p['rows']:,} | {p['limit'] or '–'} | {p['wall']:.1f} | {p['cpu']:.1f} | {p['memory']:,.0f} |"
            for p in results["scaling"]]
        lines.append("")
    whole = results["run"]
    lines += [
        "## A whole run", "",
        f"`prospect run --quick` on {'the company of DATA' if results['real data'] else 'a sample company'}: "
        f"{whole['run --quick']['wall']:.2f} s ({whole['run --quick']['least']:.2f}–{whole['run --quick']['most']:.2f}), "
        f"processor {whole['run --quick']['cpu']:.1f} s; both boosters without the logistic member: "
        f"{whole['boosters']['wall']:.2f} s ({whole['boosters']['least']:.2f}–{whole['boosters']['most']:.2f}), "
        f"processor {whole['boosters']['cpu']:.1f} s; "
        f"`prospect --help`: {whole['--help']['wall'] * 1000:.0f} ms.", ""]
    open(MARKDOWN, "w").write("\n".join(lines))
    print("\n".join(lines))
