#!/usr/bin/env python3
"""Writes Tests/ModelingTests/Resources/calibration-vectors.json: calibrations of small sets of scores, fitted by others.

    python3 -m venv /tmp/sklearn && /tmp/sklearn/bin/pip install scikit-learn==1.9.1
    /tmp/sklearn/bin/python Scripts/calibration-vectors.py

Platt: scikit-learn's LogisticRegression without a penalty. Intercept: a root of the score equation by scipy's brentq.
Beta: scipy's trust-constr on the log likelihood, polished by SLSQP, both under a, b >= 0. Isotonic: scikit-learn's
IsotonicRegression. Quantiles of the beta distribution: scipy. Poisson-binomial: the exact convolution.
"""

import json
import pathlib

import numpy as np
import scipy
import sklearn
from scipy.optimize import brentq, minimize
from scipy.special import expit, log_expit
from scipy.stats import beta as beta_distribution
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression

random = np.random.default_rng(20260419)


def platt(z, y, w):
    model = LogisticRegression(C=np.inf, solver="newton-cholesky", tol=1e-14, max_iter=1000)
    model.fit(z[:, None], y, sample_weight=w)
    return {"slope": model.coef_[0, 0], "intercept": model.intercept_[0]}


def intercept(z, y, w):
    return brentq(lambda shift: np.sum(w * (expit(z + shift) - y)), -50, 50, xtol=1e-14)


def beta(z, y, w):
    terms = np.column_stack([log_expit(z), -log_expit(-z), np.ones_like(z)])

    def loss(t):
        score = terms @ t
        return np.sum(w * (np.logaddexp(0, score) - y * score)) / w.sum()

    def slope(t):
        return terms.T @ (w * (expit(terms @ t) - y)) / w.sum()

    def curvature(t):
        p = expit(terms @ t)
        return (terms * (w * p * (1 - p))[:, None]).T @ terms / w.sum()

    bounds = [(0, None), (0, None), (None, None)]
    best = None
    for start in ([1.0, 1.0, 0.0], [0.5, 0.1, -1.0], [0.1, 2.0, 0.5]):
        result = minimize(loss, start, jac=slope, hess=curvature, method="trust-constr", bounds=bounds,
                          options={"gtol": 1e-13, "xtol": 1e-14, "barrier_tol": 1e-14, "maxiter": 5000})
        result = minimize(loss, np.maximum(result.x, [0, 0, -1e9]), jac=slope, method="SLSQP", bounds=bounds,
                          options={"ftol": 1e-18, "maxiter": 5000})
        # Newton's steps over the parameters that are off their bound.
        t = result.x.copy()
        free = [i for i in range(3) if i == 2 or t[i] > 1e-7]
        t[[i for i in range(3) if i not in free]] = 0
        for _ in range(50):
            t[free] -= np.linalg.solve(curvature(t)[np.ix_(free, free)], slope(t)[free])
        assert t[0] >= 0 and t[1] >= 0 and loss(t) <= result.fun + 1e-12
        if best is None or loss(t) < best[0]:
            best = (loss(t), t)
    return {"a": best[1][0], "b": best[1][1], "c": best[1][2]}


def isotonic(z, y, w):
    return IsotonicRegression(out_of_bounds="clip").fit(z, y, sample_weight=w).predict(z)


def case(name, truth, z, w=None):
    z = np.round(z, 4)
    y = (random.random(len(z)) < expit(truth(z))).astype(int)
    weights = np.ones(len(z)) if w is None else w
    return {
        "name": name, "logOdds": z.tolist(), "positives": np.flatnonzero(y).tolist(),
        "weights": None if w is None else w.tolist(), "intercept": intercept(z, y, weights),
        "platt": platt(z, y, weights), "beta": beta(z, y, weights), "isotonic": np.round(isotonic(z, y, weights), 9).tolist(),
    }


def poisson_binomial(name, p):
    p = np.round(p, 6)
    mass = np.array([1.0])
    for each in p:
        mass = np.convolve(mass, [1 - each, each])
    cumulative = np.cumsum(mass)
    quantile = lambda share: int(np.searchsorted(cumulative, share))
    return {"name": name, "probabilities": p.tolist(), "low": quantile(0.05), "high": quantile(0.95),
            "median": quantile(0.5)}


rare = random.normal(-4.5, 1.5, 1200)
cases = [
    case("calibrated", lambda z: z, random.normal(-1, 1.5, 600)),
    case("over-confident", lambda z: 0.5 * z - 0.6, random.normal(-1.5, 2, 800)),
    case("rare", lambda z: 0.8 * z - 0.3, rare),
    case("rare, weighted", lambda z: 0.8 * z - 0.3, rare, random.integers(1, 6, len(rare)).astype(float)),
    case("ties", lambda z: z, np.round(random.normal(0, 1.5, 500))),
    case("flat at the top", lambda z: np.minimum(z, -1), random.normal(-1, 2, 900)),
    case("other way round", lambda z: -0.4 * z - 1, random.normal(-1, 1, 400)),
    case("flat", lambda z: 0 * z - 1, random.normal(-1, 1, 400)),
]
quantiles = [
    {"share": share, "a": a, "b": b, "value": beta_distribution.ppf(share, a, b)}
    for a, b in [(0.5, 20.5), (1.5, 100.5), (20.5, 228.5), (118.5, 61300.5), (3.2, 0.5), (0.7, 0.9)]
    for share in (0.05, 0.5, 0.95)
]
counts = [
    poisson_binomial("a list", np.sort(random.beta(0.15, 40, 3000))[::-1]),
    poisson_binomial("sharp", np.concatenate([np.full(20, 0.6), np.full(200, 0.02)])),
    poisson_binomial("few", np.full(40, 0.01)),
    poisson_binomial("many", random.beta(0.3, 20, 6000)),
]
target = pathlib.Path(__file__).parents[1] / "Tests/ModelingTests/Resources/calibration-vectors.json"
target.write_text(json.dumps(
    {"scikit-learn": sklearn.__version__, "scipy": scipy.__version__, "cases": cases, "quantiles": quantiles,
     "counts": counts}, separators=(",", ":")) + "\n")
