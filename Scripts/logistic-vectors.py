#!/usr/bin/env python3
"""Writes Tests/BoostingTests/Resources/logistic-vectors.json: what scikit-learn makes of small weighted rows.

    python3 -m venv /tmp/sklearn && /tmp/sklearn/bin/pip install scikit-learn==1.9.1
    /tmp/sklearn/bin/python Scripts/logistic-vectors.py
"""
import json
import pathlib

import numpy as np
import sklearn
from sklearn.impute import MissingIndicator, SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import OneHotEncoder, StandardScaler

random = np.random.default_rng(20200426)
count = 400
numbers = np.column_stack(
    [random.normal(3, 2, count), np.round(random.exponential(50, count)), random.random(count), random.integers(0, 2, count)]
)
numbers = np.round(numbers, 4)
codes = random.choice([0, 1, 2, 4, 9], count, p=[0.4, 0.3, 0.2, 0.07, 0.03]).astype(float)
score = -1 + 0.5 * (numbers[:, 0] - 3) - 0.01 * numbers[:, 1] + 0.8 * (codes == 1) - 0.7 * (codes == 4)
labels = (random.random(count) < 1 / (1 + np.exp(-score))).astype(int)
numbers[random.random(count) < 0.15, 0] = np.nan
numbers[random.random(count) < 0.05, 1] = np.nan
codes[random.random(count) < 0.1] = np.nan
weights = random.integers(1, 4, count)
fitted = 300  # the rows after these are only predicted


def repeated(array):
    return np.repeat(array[:fitted], weights[:fitted], axis=0)


imputer = SimpleImputer(strategy="median").fit(repeated(numbers))
scaler = StandardScaler().fit(imputer.transform(repeated(numbers)))
indicator = MissingIndicator(features="missing-only").fit(repeated(numbers))
encoder = OneHotEncoder(handle_unknown="ignore", sparse_output=False).fit(repeated(codes[:, None]))
design = np.hstack(
    [
        scaler.transform(imputer.transform(numbers)),
        indicator.transform(numbers).astype(float),
        encoder.transform(codes[:, None]),
    ]
)
cases = []
for l2 in [0.01, 1.0, 50.0]:
    model = LogisticRegression(C=1 / l2, solver="newton-cholesky", tol=1e-12, max_iter=1000)
    model.fit(design[:fitted], labels[:fitted], sample_weight=weights[:fitted])
    cases.append(
        {
            "l2": l2,
            "intercept": float(model.intercept_[0]),
            "numbers": model.coef_[0][: numbers.shape[1]].tolist(),
            "scores": model.decision_function(design).tolist(),
        }
    )

rows = [
    [None if np.isnan(value) else value for value in [*numbers[row], codes[row]]] + [int(labels[row]), int(weights[row])]
    for row in range(count)
]
target = pathlib.Path(__file__).parent.parent / "Tests/BoostingTests/Resources/logistic-vectors.json"
target.write_text(
    json.dumps({"source": f"scikit-learn {sklearn.__version__}", "fitted": fitted, "rows": rows, "cases": cases}) + "\n"
)
