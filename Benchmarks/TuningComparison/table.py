"""usage: table.py RESULTS

Prints the medians of the lines that `compare` has collected; exit code 1 where ours is less than three times as fast
or finds less.
"""
import re
import sys
from statistics import median

FIELDS = {"ROC-AUC": r"ROC-AUC ([\d.]+)", "tune": r"tune ([\d.]+) s", "whole": r"whole ([\d.]+) s",
          "cpu": r"cpu ([\d.]+) s", "peak": r"peak (\d+) MiB"}
runs = {"ours": [], "peer": []}
for line in open(sys.argv[1]):
    runs[line.split()[0]].append({name: float(re.search(pattern, line)[1]) for name, pattern in FIELDS.items()})
middle = {who: {name: median(run[name] for run in lines) for name in FIELDS} for who, lines in runs.items()}
print(f"Medians of {len(runs['ours'])} seeds:\n")
print("| | best validation ROC-AUC | tuning, s | whole process, s | processor, s | peak, MiB |")
print("|---|---|---|---|---|---|")
for who, title in [("ours", "prospect"), ("peer", "peer")]:
    m = middle[who]
    print(f"| {title} | {m['ROC-AUC']:.4f} | {m['tune']:.1f} | {m['whole']:.1f} | {m['cpu']:.1f} | {m['peak']:.0f} |")
ratio = {name: middle["peer"][name] / middle["ours"][name] for name in ("tune", "whole", "cpu")}
print(f"| times | | {ratio['tune']:.1f} | {ratio['whole']:.1f} | {ratio['cpu']:.1f} | |")
sys.exit(0 if ratio["tune"] >= 3 and middle["ours"]["ROC-AUC"] >= middle["peer"]["ROC-AUC"] else 1)
