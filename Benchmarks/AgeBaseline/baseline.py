#!/usr/bin/env python3
"""A plain baseline that knows the age: a logistic regression on the age of a portal and its activity.

    baseline.py RUN        RUN is a run's folder, such as prospect-output/runs/2022-07-31-ace5fc

Fits on the run's training Sundays and judges on its test Sundays, from the run's own snapshots; prints the ROC-AUC and the
average precision with 90% intervals (bootstrap over portals) beside those of the run's members. Needs duckdb, numpy,
scikit-learn.
"""
import json
import pathlib
import sys

import duckdb
import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

if len(sys.argv) != 2:
    sys.exit(__doc__)
run = pathlib.Path(sys.argv[1])
model = json.loads((run / "model/model.json").read_text())
described = json.loads((run / "snapshots.json").read_text())
metrics = json.loads((run / "metrics.json").read_text())
horizon, identifier = described["horizon"], described["idColumn"]
window = described["windows"][-1]
database = duckdb.connect()

actions = " + ".join(f'"{name}_{window}D_SUM"' for name in described["actions"])
dormant = f"""
    UNION ALL
    SELECT id, first + 7 * week::INTEGER, close, age + 7 * week, recency + 7 * week, 0 FROM (
        SELECT "{identifier}"::VARCHAR AS id, DATE AS first, CLOSEDATE AS close,
            coalesce(DAYS_SINCE_CREATED, DAYS_SINCE_FIRST_SEEN) AS age, DAYS_SINCE_LAST_ACTIVITY AS recency,
            unnest(range(0, (LAST_DATE - DATE) // 7 + 1)) AS week
        FROM '{run}/dormant/*.parquet')
    """ if described.get("dormant") else ""
database.execute(f"""
    CREATE TABLE rows AS
    SELECT "{identifier}"::VARCHAR AS id, DATE AS day, CLOSEDATE AS close,
        coalesce(DAYS_SINCE_CREATED, DAYS_SINCE_FIRST_SEEN) AS age, DAYS_SINCE_LAST_ACTIVITY AS recency,
        ({actions})::BIGINT AS actions
    FROM '{run}/snapshots/*.parquet'
    {dormant}
    UNION ALL
    SELECT id, day, close, day - created, NULL, 0 FROM (
        SELECT "{identifier}"::VARCHAR AS id, CLOSEDATE AS close, CREATED AS created,
            (FIRST_DATE + 7 * unnest(range(0, (LAST_DATE - FIRST_DATE) // 7 + 1))::INTEGER)::DATE AS day
        FROM '{run}/cold/*.parquet')
    """)


def read(period):
    """The rows of a period: features, labels, portals."""
    values = database.execute(f"""
        SELECT id, coalesce(close <= day + {horizon}, false), age, recency, actions FROM rows
        WHERE day BETWEEN DATE '{period["first"]}' AND DATE '{period["last"]}'
            AND (DATE '{period["last"]}' - day) % {7 * period.get("step", 1)} = 0 ORDER BY ALL
        """).fetchnumpy()
    age = np.ma.filled(values["age"].astype(float), np.nan)
    recency = np.ma.filled(np.ma.asarray(values["recency"]).astype(float), np.nan)
    used = np.isfinite(recency)
    known = np.isfinite(age)
    features = np.column_stack([
        np.log1p(np.where(known, age, np.nanmedian(age))), ~known, np.log1p(values["actions"].astype(float)), used,
        np.where(used, np.log1p(np.where(used, recency, 0)), 0),
    ])
    return features.astype(float), np.asarray(values[list(values)[1]]).astype(bool), np.asarray(values["id"])


features, labels, _ = read(model["split"]["train"])
fitted = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000)).fit(features, labels)
features, labels, portals = read(model["split"]["test"])
scores = fitted.decision_function(features)

_, portal = np.unique(portals, return_inverse=True)
generator = np.random.default_rng(0)
draws = []
for _ in range(300):
    weights = generator.poisson(1, portal.max() + 1)[portal]
    draws.append([
        roc_auc_score(labels, scores, sample_weight=weights), average_precision_score(labels, scores, sample_weight=weights)
    ])
low, high = np.quantile(draws, [0.05, 0.95], axis=0)
values = roc_auc_score(labels, scores), average_precision_score(labels, scores)
print(f"{len(labels)} test snapshots, {labels.sum()} followed by a conversion")
print("model                ROC-AUC               average precision")
print(f"age and activity     {values[0]:.3f} [{low[0]:.3f}, {high[0]:.3f}]  {values[1]:.3f} [{low[1]:.3f}, {high[1]:.3f}]")
for name, judged in sorted(metrics["intervals"].items()):
    cells = [judged.get(key) for key in ("rocAUC", "averagePrecision")]
    print(f"{name:<21}" + "  ".join(f"{cell['value']:.3f} [{cell['low']:.3f}, {cell['high']:.3f}]" for cell in cells if cell))
