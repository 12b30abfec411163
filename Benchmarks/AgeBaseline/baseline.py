#!/usr/bin/env python3
"""A plain baseline that knows the age: a logistic regression on the age of a portal and its activity.

    baseline.py RUN                RUN is a run's folder, such as prospect-output/runs/2022-07-31-ace5fc
    baseline.py RUN SCORES.csv     SCORES.csv is what `prospect backtest --csv` wrote, RUN the folder of that backtest

The first fits on the run's training Sundays and judges on its test Sundays, beside the metrics of the run's members. The
second fits for each Sunday of the backtest on what had matured by then, as the backtest does, and prints the differences
from the members on the same draws. Both use the run's own snapshots, and 90% intervals from a bootstrap over portals.
Needs duckdb, numpy, scikit-learn.
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

if len(sys.argv) not in (2, 3):
    sys.exit(__doc__)
run = pathlib.Path(sys.argv[1])
described = json.loads((run / "snapshots.json").read_text())
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


def read(condition):
    """The rows of some days: features, labels, portals."""
    values = database.execute(f"""
        SELECT id, coalesce(close <= day + {horizon}, false), age, recency, actions FROM rows WHERE {condition} ORDER BY ALL
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


def fit(condition):
    features, labels, _ = read(condition)
    return make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000)).fit(features, labels)


def of(period):
    """The condition for the Sundays of a period of the run."""
    first, last, step = period["first"], period["last"], 7 * period.get("step", 1)
    return f"day BETWEEN DATE '{first}' AND DATE '{last}' AND (DATE '{last}' - day) % {step} = 0"


def estimates(labels, portals, scores, statistics):
    """The values of statistics of weighted rows, each with its interval."""
    _, portal = np.unique(portals, return_inverse=True)
    generator = np.random.default_rng(0)
    draws = []
    for _ in range(200):
        weights = generator.poisson(1, portal.max() + 1)[portal]
        draws.append([statistic(labels, scores, weights) for statistic in statistics])
    low, high = np.quantile(draws, [0.05, 0.95], axis=0)
    ones = np.ones(len(labels))
    return [(statistic(labels, scores, ones), low[i], high[i]) for i, statistic in enumerate(statistics)]


def cell(estimate):
    return "{:.3f} [{:.3f}, {:.3f}]".format(*estimate)


def judge_test():
    split = json.loads((run / "model/model.json").read_text())["split"]
    fitted = fit(of(split["train"]))
    features, labels, portals = read(of(split["test"]))
    found = estimates(
        labels, portals, fitted.decision_function(features),
        [lambda y, s, w: roc_auc_score(y, s, sample_weight=w), lambda y, s, w: average_precision_score(y, s, sample_weight=w)])
    print(f"{len(labels)} test snapshots, {labels.sum()} followed by a conversion")
    print("model                ROC-AUC               average precision")
    print("age and activity     " + "  ".join(map(cell, found)))
    for name, judged in sorted(json.loads((run / "metrics.json").read_text())["intervals"].items()):
        values = [judged.get(key) for key in ("rocAUC", "averagePrecision")]
        print(f"{name:<21}" + "  ".join(cell((value["value"], value["low"], value["high"])) for value in values if value))


def judge_backtest(file):
    database.execute(f"CREATE TABLE scores AS SELECT * FROM read_csv('{file}', types = {{'id': 'VARCHAR'}})")
    sundays = [day for day, in database.execute("SELECT DISTINCT sunday FROM scores ORDER BY 1").fetchall()]
    models = [name for name, in database.execute("SELECT DISTINCT model FROM scores WHERE probability IS NOT NULL ORDER BY 1").fetchall()]
    labels, portals, scores = [], [], {name: [] for name in ["age and activity", *models]}
    for sunday in sundays:
        fitted = fit(f"day + {horizon} <= DATE '{sunday}' AND (DATE '{sunday}' - day) % 7 = 0")
        features, label, portal = read(f"day = DATE '{sunday}'")
        labels.append(label)
        portals.append(portal)
        scores["age and activity"].append(fitted.decision_function(features))
        for name in models:
            values = database.execute(
                f"SELECT id, probability FROM scores WHERE sunday = DATE '{sunday}' AND model = '{name}'").fetchnumpy()
            order = dict(zip(values["id"], values["probability"]))
            scores[name].append(np.array([order[id] for id in portal]))
    labels, portals = np.concatenate(labels), np.concatenate(portals)
    scores = {name: np.concatenate(values) for name, values in scores.items()}
    names = list(scores)

    def auc(name):
        return lambda y, s, w: roc_auc_score(y, s[name], sample_weight=w)

    def above(name):
        return lambda y, s, w: auc(name)(y, s, w) - auc(names[0])(y, s, w)

    found = estimates(labels, portals, scores, [auc(name) for name in names] + [above(name) for name in names[1:]])
    print(f"{len(sundays)} Sundays, {len(labels)} snapshots, {labels.sum()} followed by a conversion")
    print("model                ROC-AUC               above age and activity")
    print(f"{names[0]:<21}{cell(found[0])}")
    for index, name in enumerate(names[1:]):
        print(f"{name:<21}{cell(found[index + 1])}  {cell(found[index + len(names)])}")


judge_backtest(sys.argv[2]) if len(sys.argv) == 3 else judge_test()
