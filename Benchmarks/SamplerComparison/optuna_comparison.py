"""Runs Optuna's TPESampler(multivariate=True) on the functions of SamplerComparison, and times one suggestion.

Prints one JSON object: {"versions": ..., "best": {function: [best value of each seed]}} or, with --timing,
{"seconds": [time of each suggestion]}. The functions and their domains are those of TestFunction.swift.
"""

import argparse
import json
import math
import random
import sys
import time

import optuna

optuna.logging.set_verbosity(optuna.logging.ERROR)

HARTMANN_ALPHA = [1.0, 1.2, 3.0, 3.2]
HARTMANN_A = [
    [10, 3, 17, 3.5, 1.7, 8],
    [0.05, 10, 17, 0.1, 8, 14],
    [3, 3.5, 1.7, 10, 17, 8],
    [17, 8, 0.05, 10, 0.1, 14],
]
HARTMANN_P = [
    [0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886],
    [0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991],
    [0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.6650],
    [0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381],
]


def floats(trial, count, low, high):
    return [trial.suggest_float(f"x{i}", low, high) for i in range(count)]


def sphere(dimensions):
    return lambda trial: sum(x * x for x in floats(trial, dimensions, -5.12, 5.12))


def branin(trial):
    x = trial.suggest_float("x0", -5, 10)
    y = trial.suggest_float("x1", 0, 15)
    a = y - 5.1 / (4 * math.pi**2) * x * x + 5 / math.pi * x - 6
    return a * a + 10 * (1 - 1 / (8 * math.pi)) * math.cos(x) + 10


def hartmann6(trial):
    x = floats(trial, 6, 0, 1)
    return -sum(
        alpha * math.exp(-sum(a * (v - p) ** 2 for a, v, p in zip(row, x, centre)))
        for alpha, row, centre in zip(HARTMANN_ALPHA, HARTMANN_A, HARTMANN_P)
    )


def rosenbrock(trial):
    x = floats(trial, 5, -2.048, 2.048)
    return sum(100 * (b - a * a) ** 2 + (1 - a) ** 2 for a, b in zip(x, x[1:]))


def mixed(trial):
    rate = trial.suggest_float("rate", 1e-4, 1, log=True)
    leaves = trial.suggest_int("leaves", 2, 256, log=True)
    depth = trial.suggest_int("depth", 1, 12)
    share = trial.suggest_float("share", 0.1, 1.0, step=0.1)
    kind = trial.suggest_categorical("kind", ["trees", "dropout", "linear"])
    balanced = trial.suggest_categorical("balanced", [False, True])
    offset = {"trees": 0.0, "dropout": 0.3, "linear": 1.0}[kind]
    best_rate = {"trees": -1.5, "dropout": -1.0, "linear": -2.5}[kind]
    return (
        (math.log10(rate) - best_rate) ** 2
        + (math.log2(leaves) - 5) ** 2 / 4
        + ((depth - 6) / 3) ** 2
        + 4 * (share - 0.7) ** 2
        + offset
        + (0.2 if balanced else 0.0)
    )


FUNCTIONS = {
    "sphere-5": sphere(5),
    "sphere-20": sphere(20),
    "branin": branin,
    "hartmann-6": hartmann6,
    "rosenbrock-5": rosenbrock,
    "mixed": mixed,
}


def best(function, seed, trials):
    sampler = optuna.samplers.TPESampler(multivariate=True, seed=seed)
    study = optuna.create_study(sampler=sampler)
    study.optimize(function, n_trials=trials)
    return study.best_value


def timing(past, dimensions, repetitions):
    """Seconds of one suggestion after `past` finished trials, measured `repetitions` times."""
    space = {f"x{i}": optuna.distributions.FloatDistribution(-5.12, 5.12) for i in range(dimensions)}
    generator = random.Random(0)
    study = optuna.create_study(sampler=optuna.samplers.TPESampler(multivariate=True, seed=0))
    for _ in range(past):
        point = {name: generator.uniform(-5.12, 5.12) for name in space}
        study.add_trial(
            optuna.trial.create_trial(
                params=point, distributions=space, value=sum(x * x for x in point.values())
            )
        )
    sampler = study.sampler
    seconds = []
    for _ in range(repetitions + 3):
        trial = study._storage.get_trial(study._storage.create_new_trial(study._study_id))
        start = time.perf_counter()
        sampler.sample_relative(study, trial, sampler.infer_relative_search_space(study, trial))
        seconds.append(time.perf_counter() - start)
        study.tell(trial.number, state=optuna.trial.TrialState.FAIL)
    return seconds[3:]  # The first ones load and compile.


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=50)
    parser.add_argument("--trials", type=int, default=100)
    parser.add_argument("--timing", action="store_true")
    arguments = parser.parse_args()
    if arguments.timing:
        json.dump({"seconds": timing(1000, 10, 30)}, sys.stdout)
        return
    results = {}
    for name, function in FUNCTIONS.items():
        print(f"optuna: {name}", file=sys.stderr)
        results[name] = [best(function, seed, arguments.trials) for seed in range(arguments.seeds)]
    json.dump({"versions": {"optuna": optuna.__version__}, "best": results}, sys.stdout)


if __name__ == "__main__":
    main()
