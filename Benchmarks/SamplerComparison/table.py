"""Prints the comparison of a folder of results as a Markdown table; exits with 1 where a criterion is missed."""

import glob
import json
import sys

import numpy as np


def load(name):
    with open(f"{folder}/{name}.json") as file:
        return json.load(file)


def seconds(side):
    return float(np.median([s for path in glob.glob(f"{folder}/{side}-timing-*.json") for s in json.load(open(path))["seconds"]]))


folder = sys.argv[1]
ours, optuna = load("ours"), load("optuna")
met = True
print("| function | ours: median (quartiles) | Optuna: median (quartiles) | random: median | verdict |")
print("|---|---|---|---|---|")
for name, theirs in optuna["best"].items():
    low, median, high = np.percentile(ours["best"][name], [25, 50, 75])
    low2, median2, high2 = np.percentile(theirs, [25, 50, 75])
    random = np.median(ours["random"][name])
    verdict = "better than its quartiles" if median < low2 else "within its quartiles" if median <= high2 else "WORSE"
    if median >= random:
        verdict += ", NOT BETTER THAN RANDOM"
    met = met and median <= high2 and median < random
    print(
        f"| {name} | {median:.4g} ({low:.4g}, {high:.4g}) | {median2:.4g} ({low2:.4g}, {high2:.4g}) "
        f"| {random:.4g} | {verdict} |"
    )
mine, their = seconds("ours"), seconds("optuna")
met = met and mine * 10 <= their
print(
    f"\nOne suggestion at 1,000 past trials in 10 dimensions: ours {mine * 1e3:.2f} ms, "
    f"Optuna {optuna['versions']['optuna']} {their * 1e3:.2f} ms ({their / mine:.0f} times)."
)
sys.exit(0 if met else 1)
