"""Writes the reference values that TuningTests compares with, from SciPy and from Optuna's own classes.

    Scripts/optuna-environment && .build-python/bin/python Scripts/tuning-references.py
"""

import functools
import json
import math
import os
import random
import warnings

import numpy as np
import optuna
from optuna.distributions import CategoricalDistribution, FloatDistribution, IntDistribution
from optuna.samplers._tpe.parzen_estimator import _ParzenEstimator, _ParzenEstimatorParameters
from optuna.samplers._tpe.sampler import _split_trials, default_gamma, default_weights
from optuna.trial import TrialState, create_trial
from scipy import special, stats

optuna.logging.set_verbosity(optuna.logging.ERROR)
warnings.simplefilter("ignore")
FOLDER = os.path.join(os.path.dirname(__file__), "..", "Tests", "TuningTests", "References")


def write(name, value):
    os.makedirs(FOLDER, exist_ok=True)
    with open(os.path.join(FOLDER, name), "w") as file:
        lines = [json.dumps(case, separators=(",", ":"), allow_nan=False) for case in value]
        file.write("[\n" + ",\n".join(lines) + "\n]\n")


def truncated_normal():
    points = [-300, -40, -37.6, -20.001, -19.999, -8, -1, -1e-9, 0, 0.3, 4.9, 5.1, 8, 12]
    intervals = [(-1, 1), (0, 5), (-0.001, 0.001), (-10, 10), (-0.5, 40), (5, 5.1), (-5.1, -5), (30, 40), (-40, -30)]
    shares = [1e-12, 0.001, 0.3, 0.5, 0.9, 0.999999]
    cases = []
    for low, high in intervals:
        distribution = stats.truncnorm(low, high)
        inside = [low + (high - low) * share for share in (0.01, 0.4, 0.99)]
        cases.append({
            "low": low,
            "high": high,
            "points": inside,
            "logDensities": [float(distribution.logpdf(x)) for x in inside],
            "shares": shares,
            "quantiles": [float(distribution.ppf(q)) for q in shares],
        })
    write("truncated-normal.json", cases)
    write("log-cdf.json", [{"point": x, "value": float(special.log_ndtr(x))} for x in points])


SPACE = {
    "float": FloatDistribution(-5, 10),
    "log": FloatDistribution(1e-4, 1, log=True),
    "step": FloatDistribution(0.1, 0.9, step=0.1),
    "int": IntDistribution(1, 12),
    "intLog": IntDistribution(2, 256, log=True),
    "intStep": IntDistribution(0, 100, step=10),
    "choice": CategoricalDistribution(["a", "b", "c"]),
}


def point(generator):
    return {
        "float": generator.uniform(-5, 10),
        "log": math.exp(generator.uniform(math.log(1e-4), 0)),
        "step": 0.1 + generator.randrange(9) * 0.1,
        "int": float(generator.randint(1, 12)),
        "intLog": float(round(2 ** generator.uniform(1, 8))),
        "intStep": generator.randrange(11) * 10.0,
        "choice": float(generator.randrange(3)),
    }


def parzen():
    # NumPy leaves the order of equal observations open, and with it which of them has which deviation.
    np.argsort = functools.partial(np.argsort, kind="stable")
    generator = random.Random(1)
    parameters = _ParzenEstimatorParameters(
        prior_weight=1.0, consider_magic_clip=True, consider_endpoints=False, weights=default_weights,
        multivariate=True)
    cases = []
    for count in (0, 1, 2, 7, 26, 140):
        observed = [point(generator) for _ in range(count)]
        candidates = [point(generator) for _ in range(10)]
        columns = lambda points: {name: np.array([p[name] for p in points]) for name in SPACE}
        estimator = _ParzenEstimator(columns(observed), SPACE, parameters)
        cases.append({
            "observed": [list(p.values()) for p in observed],
            "candidates": [list(p.values()) for p in candidates],
            "logDensities": [float(x) for x in estimator.log_pdf(columns(candidates))],
        })
    write("parzen.json", cases)


def splits():
    generator = random.Random(2)
    cases = []
    for count in (1, 10, 11, 45, 270):
        for direction in ("minimize", "maximize"):
            for complete in (0.05, 0.6, 1):
                study = optuna.create_study(direction=direction)
                rows = []
                for number in range(count):
                    is_complete = generator.random() < complete
                    value = generator.randrange(20) / 4  # With ties.
                    reports = {
                        step: generator.randrange(8) / 2
                        for step in range(generator.randrange(4)) if generator.random() < 0.8
                    }
                    rows.append({
                        "isComplete": is_complete, "value": value,
                        "reports": {str(step): report for step, report in reports.items()},
                    })
                    study.add_trial(create_trial(
                        state=TrialState.COMPLETE if is_complete else TrialState.PRUNED,
                        value=value if is_complete else None, params={}, distributions={},
                        intermediate_values=reports))
                below, _ = _split_trials(study, study.trials, default_gamma(count))
                cases.append({"direction": direction, "trials": rows, "below": [t.number for t in below]})
    write("splits.json", cases)


def pruning():
    generator = random.Random(3)
    cases = []
    for _ in range(150):
        direction = generator.choice(["minimize", "maximize"])
        startup, warmup, interval = generator.randrange(4), generator.randrange(3), generator.choice([1, 1, 2])
        study = optuna.create_study(direction=direction)

        def reports(length):
            return {
                step: math.nan if generator.random() < 0.1 else generator.randrange(12) / 3
                for step in range(length) if generator.random() < 0.7
            }

        others = []
        for _ in range(generator.randrange(8)):
            state = TrialState.COMPLETE if generator.random() < 0.8 else TrialState.PRUNED
            values = reports(8)
            study.add_trial(create_trial(
                state=state, value=0.0 if state == TrialState.COMPLETE else None, params={}, distributions={},
                intermediate_values=values))
            others.append((state == TrialState.COMPLETE, values))
        running = reports(generator.randint(1, 8))
        trial = create_trial(
            state=TrialState.RUNNING, params={}, distributions={}, intermediate_values=running)
        pruner = optuna.pruners.MedianPruner(startup, warmup, interval)
        plain = lambda values: {str(k): None if math.isnan(v) else v for k, v in values.items()}
        cases.append({
            "direction": direction, "startup": startup, "warmup": warmup, "interval": interval,
            "others": [{"isComplete": done, "reports": plain(values)} for done, values in others],
            "running": plain(running), "stops": bool(pruner.prune(study, trial)),
        })
    write("pruning.json", cases)


def journal():
    """A study with everything that a journal may hold; its ids and times differ from run to run."""
    path = os.path.join(FOLDER, "optuna-journal.log")
    if os.path.exists(path):
        os.remove(path)
    storage = optuna.storages.JournalStorage(optuna.storages.journal.JournalFileBackend(path))
    optuna.create_study(storage=storage, study_name="other", direction="minimize").ask({"z": FloatDistribution(0, 1)})
    study = optuna.create_study(
        storage=storage, study_name="study", direction="maximize", sampler=optuna.samplers.TPESampler(seed=1))

    def objective(trial):
        x = trial.suggest_float("x", 1e-3, 1, log=True)
        trial.suggest_int("n", 1, 10)
        trial.suggest_float("share", 0.1, 0.9, step=0.1)
        trial.suggest_categorical("kind", ["\u00e9\"\\", 2, True, 2.5])
        trial.report(math.nan, 0)
        trial.report(math.inf, 1)
        trial.report(x, 2)
        trial.set_user_attr("anything", {"a": [None, math.nan]})
        if trial.number == 1:
            raise optuna.TrialPruned()
        return math.nan if trial.number == 2 else x

    study.set_user_attr("note", "text")
    study.optimize(objective, n_trials=13)
    study.enqueue_trial({"x": 0.5})
    storage.create_new_trial(study._study_id)  # Left running.


truncated_normal()
journal()
parzen()
splits()
pruning()
