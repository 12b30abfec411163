"""Runs the programs in turn, prints medians and ratios, and checks that the results agree; called by `compare`."""
import glob, json, os, resource, shutil, statistics, subprocess, sys, time

prospect, python, peers, work, runs = sys.argv[1:5] + [int(sys.argv[5])]
company = f"{work}/company"
commands = {
    "polars": [python, f"{peers}/features_polars.py", company, f"{work}/polars.parquet"],
    "duckdb": [python, f"{peers}/features_duckdb.py", company, f"{work}/duckdb.parquet"],
    "prospect": [prospect, "snapshots", "--config", f"{work}/basic.yaml", "--quiet"],
    "prospect, extended set": [prospect, "snapshots", "--config", f"{work}/extended.yaml", "--quiet"],
    "prospect, extended set, all portals": [prospect, "snapshots", "--config", f"{work}/all.yaml", "--quiet"],
}
outputs = {"prospect": "out-basic", "prospect, extended set": "out-extended", "prospect, extended set, all portals": "out-all"}
seconds = {name: [] for name in commands}
cpu = {name: [] for name in commands}
memory = {name: [] for name in commands}
stage = {name: [] for name in outputs}
for run in range(runs + 1):  # the first round warms up and is not counted
    for name, command in commands.items():
        if name in outputs:
            shutil.rmtree(f"{work}/{outputs[name]}", ignore_errors=True)
        begin = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        elapsed = time.perf_counter() - begin
        if status != 0:
            sys.exit(f"{name} failed")
        if run == 0:
            continue
        seconds[name].append(elapsed)
        cpu[name].append(usage.ru_utime + usage.ru_stime)
        memory[name].append(usage.ru_maxrss / 1024)
        if name in outputs:
            manifest = json.load(open(glob.glob(f"{work}/{outputs[name]}/runs/*/manifest.json")[0]))
            stage[name].append(next(s["seconds"] for s in manifest["stages"] if s["name"] == "snapshots"))

faster = min(statistics.median(seconds["polars"]), statistics.median(seconds["duckdb"]))
leaner = min(statistics.median(memory["polars"]), statistics.median(memory["duckdb"]))
print(f"{runs} runs each, interleaved, {os.cpu_count()} processors; medians; ratios to the faster and the leaner peer\n")
print("| program | wall s | min–max | CPU s | peak MiB | time ratio | memory ratio |\n|---|---|---|---|---|---|---|")
for name in commands:
    s, m = statistics.median(seconds[name]), statistics.median(memory[name])
    print(
        f"| {name} | {s:.2f} | {min(seconds[name]):.2f}–{max(seconds[name]):.2f} | {statistics.median(cpu[name]):.1f} "
        f"| {m:.0f} | {s / faster:.2f} | {m / leaner:.2f} |")
basic, extended = (statistics.median(stage[n]) for n in ("prospect", "prospect, extended set"))
print(f"\nThe snapshots stage alone: basic {basic:.2f} s, extended {extended:.2f} s, ratio {extended / basic:.2f}.")

check = f"""
import duckdb
ours = "{glob.glob(f"{work}/out-basic/runs/*/snapshots")[0]}/*.parquet"
for peer in ("polars", "duckdb"):
    columns = [c for c, in duckdb.sql(f"select column_name from (describe from '{{ours}}')").fetchall()
               if c.endswith("_SUM") or c == "DAYS_SINCE_LAST_ACTIVITY" or c == "LABEL_CONVERT_30D"]
    a = ", ".join(f"{{c}}::DOUBLE" for c in columns)
    differ = duckdb.sql(f'''select count(*) from (
        (select id::VARCHAR, DATE, {{a}} from '{{ours}}' except all select id::VARCHAR, DATE, {{a}} from '{work}/{{peer}}.parquet')
        union all
        (select id::VARCHAR, DATE, {{a}} from '{work}/{{peer}}.parquet' except all select id::VARCHAR, DATE, {{a}} from '{{ours}}'))''').fetchone()[0]
    rows = duckdb.sql(f"select count(*) from '{{ours}}'").fetchone()[0]
    print(f"{{rows:,}} snapshots; rows that differ from {{peer}}: {{differ}}")
"""
subprocess.run([python, "-c", check], check=True)
