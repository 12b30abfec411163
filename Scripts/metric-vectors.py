#!/usr/bin/env python3
"""Writes Tests/ModelingTests/Resources/metric-vectors.json: what scikit-learn says of small sets of scores.

    python3 -m venv /tmp/sklearn && /tmp/sklearn/bin/pip install scikit-learn==1.9.1
    /tmp/sklearn/bin/python Scripts/metric-vectors.py
"""
import json
import pathlib
import warnings

import numpy as np
import sklearn
from sklearn.metrics import average_precision_score, brier_score_loss, log_loss, roc_auc_score

warnings.simplefilter("ignore")
random = np.random.default_rng(20200426)


def case(name, labels, scores, weights=None):
    labels = np.asarray(labels, dtype=int)
    scores = np.asarray(scores, dtype=float)
    both = 0 < labels.sum() < len(labels)
    return {
        "name": name,
        "positives": np.flatnonzero(labels).tolist(),
        "scores": scores.tolist(),
        "weights": None if weights is None else np.asarray(weights, dtype=float).tolist(),
        "rocAUC": roc_auc_score(labels, scores, sample_weight=weights) if both else None,
        "averagePrecision": average_precision_score(labels, scores, sample_weight=weights) if labels.any() else None,
        "brier": brier_score_loss(labels, scores, sample_weight=weights),
        "logLoss": log_loss(labels, scores, sample_weight=weights, labels=[0, 1]),
    }


def drawn(rows, rate):
    return (random.random(rows) < rate).astype(int)


rounded = lambda rows, digits: np.round(random.random(rows), digits)
labels = drawn(800, 0.2)
rare = np.zeros(5000, dtype=int)
rare[[17, 4321]] = 1
half = np.repeat([0, 1], 100)
cases = [
    case("random", labels, random.random(800)),
    case("informative", labels, 1 / (1 + np.exp(-(labels * 1.5 + random.normal(size=800) - 2)))),
    case("heavy ties", labels, rounded(800, 1)),
    case("two scores", labels, rounded(800, 0) * 0.5 + 0.25),
    case("all equal", labels, np.full(800, 0.2)),
    case("perfect", half, np.linspace(0.01, 0.99, 200)),
    case("inverted", half, np.linspace(0.99, 0.01, 200)),
    case("2 positives in 5000", rare, rounded(5000, 3)),
    case("no positives", np.zeros(50, dtype=int), rounded(50, 2)),
    case("no negatives", np.ones(50, dtype=int), rounded(50, 2)),
    case("0 and 1 exactly", drawn(300, 0.5), random.choice([0.0, 0.5, 1.0], 300)),
    case("tiny probabilities", drawn(300, 0.1), 10.0 ** random.uniform(-20, 0, 300)),
    case("whole weights", labels, rounded(800, 2), random.integers(1, 6, 800)),
    case("fractional weights", labels, random.random(800), rounded(800, 3) * 10),
    case("weights of 0", labels, rounded(800, 1), random.integers(0, 2, 800)),
    case("wide weights", labels, rounded(800, 2), 10.0 ** random.integers(-3, 6, 800)),
]
target = pathlib.Path(__file__).parents[1] / "Tests/ModelingTests/Resources/metric-vectors.json"
target.parent.mkdir(parents=True, exist_ok=True)
text = ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases)
target.write_text(f'{{"scikit-learn":"{sklearn.__version__}","cases":[\n{text}\n]}}\n')
