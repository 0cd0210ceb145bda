#!/usr/bin/env python3
"""Figures that the statistics of proof are held against, made with scipy, statsmodels, scikit-learn.

    python3 -m venv venv && venv/bin/pip install scipy==1.17.1 statsmodels==0.15.0 scikit-learn==1.9.1
    venv/bin/python figures.py            # writes one JSON beside this file for each subject

Random with a seed (20261122): the same versions give the same files. Large cases are not written
but drawn by a rule that both sides know (`drawn`).
"""

import json
import math
import pathlib
import warnings

import numpy as np
from scipy import stats
from sklearn.calibration import calibration_curve
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss, roc_auc_score
import statsmodels.api as sm
from statsmodels.stats.multitest import multipletests

HERE = pathlib.Path(__file__).parent
RNG = np.random.default_rng(20261122)


def write(name, cases):
    text = ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases)
    (HERE / name).write_text("[\n" + text + "\n]\n")


def floats(values):
    return [float(value) for value in values]


def drawn(n, start):
    """A Lehmer generator (a = 48271, m = 2^31 - 1) as numbers from 0 to 1."""
    out, state = [], start
    for _ in range(n):
        state = state * 48271 % 2147483647
        out.append(state / 2147483647)
    return np.array(out)


def fisher(rho, n):
    if n < 4 or abs(rho) >= 1 - 1e-12:
        return None
    z, reach = math.atanh(rho), 1.96 * math.sqrt(1.06 / (n - 3))
    return [math.tanh(z - reach), math.tanh(z + reach)]


def spearman_case(x, y):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = stats.spearmanr(x, y)
        slope = stats.linregress(x, y).slope
    rho = float(found.statistic)
    return dict(n=len(x), rho=rho, p=float(found.pvalue), interval=fisher(rho, len(x)),
                slope_per_10=10 * float(slope))


def correlations():
    cases = []
    for n in (4, 5, 6, 9, 20, 21, 40, 77, 150, 300):
        for tied in (False, True):
            for pull in (0.0, 0.3, 0.9, -0.7):
                x = RNG.normal(60, 15, n)
                y = pull * (x - 60) / 15 + RNG.normal(0, 1, n)
                if tied:
                    x, y = np.round(x / 10), np.round(y * 2)
                if len(set(x)) < 2 or len(set(y)) < 2:
                    continue
                x, y = np.round(x, 6), np.round(y, 6)
                cases.append(dict(spearman_case(x, y), x=floats(x), y=floats(y)))
    rising = np.arange(12.0)
    cases.append(dict(spearman_case(rising, rising**3), x=floats(rising), y=floats(rising**3)))
    cases.append(dict(spearman_case(rising, -rising), x=floats(rising), y=floats(-rising)))
    write("correlation.json", cases)
    large = []
    for n in (1_000, 20_000, 100_000):
        for pull in (0.0, 0.002, 0.004, 0.008, 0.02):
            x, y = drawn(n, 7), drawn(n, 11)
            large.append(dict(spearman_case(x, y + pull * x), pull=pull))
    write("correlation-large.json", large)


def discoveries():
    cases = []
    for n in (1, 2, 5, 30, 200):
        for strong in (0, 0.2):
            p = np.where(RNG.random(n) < strong, RNG.random(n) * 1e-4, RNG.random(n))
            p = np.round(p, 8) if n < 30 else np.round(p, 2)
            reject, q, _, _ = multipletests(p, alpha=0.05, method="fdr_bh")
            cases.append(dict(p=floats(p), q=floats(q), reject=[bool(r) for r in reject]))
    write("discovery.json", cases)


def logistic(rows, happened, ridge):
    model = LogisticRegression(solver="newton-cholesky", C=1 / ridge, tol=1e-10, max_iter=1_000)
    return model.fit(rows, happened)


def held_out(rows, happened, ridge):
    """Each fifth case of either side is judged by a fit on the others."""
    seen, part = {True: 0, False: 0}, []
    for came in happened:
        part.append(seen[bool(came)] % 5)
        seen[bool(came)] += 1
    part, said = np.array(part), np.zeros(len(happened))
    for fold in range(5):
        model = logistic(rows[part != fold], happened[part != fold], ridge)
        said[part == fold] = model.predict_proba(rows[part == fold])[:, 1]
    return said


def beacons():
    cases = []
    for n in (30, 31, 60, 200, 500):
        for tied in (False, True):
            for pull in (0.0, 0.5, -1.0):
                score = RNG.normal(0, 1, n)
                happened = RNG.random(n) < 1 / (1 + np.exp(-(-1 + 2 * pull * score)))
                if min(happened.sum(), n - happened.sum()) < 5:
                    happened[:5], happened[5:10] = True, False
                score = np.round(score * 2) if tied else np.round(20 * score + 60, 6)
                u = stats.mannwhitneyu(score[happened], score[~happened], method="asymptotic",
                                       use_continuity=False)
                units = (score - score.mean()) / score.std()
                said = held_out(units.reshape(-1, 1), happened, 1.0)
                cases.append(dict(
                    score=floats(score), happened=[bool(h) for h in happened],
                    auc=float(roc_auc_score(happened, score)), p=float(u.pvalue),
                    brier=float(brier_score_loss(happened, said)),
                    brier_of_rate=float(brier_score_loss(happened, np.full(n, happened.mean())))))
    write("beacon.json", cases)


def logistics():
    cases = []
    for n, k in ((20, 1), (60, 2), (80, 3), (200, 5), (300, 8)):
        for ridge in (0.01, 1.0, 10.0):
            for kind in ("plain", "separable", "flags", "collinear"):
                rows = RNG.normal(0, 1, (n, k))
                odds = rows @ RNG.normal(0, 1, k) + 0.5
                if kind == "flags":
                    rows[:, -1] = rows[:, -1] > 0.8
                if kind == "collinear" and k > 1:
                    rows[:, 1] = rows[:, 0]
                rows = np.round(rows, 4)
                happened = RNG.random(n) < 1 / (1 + np.exp(-odds))
                if kind == "separable":
                    happened = rows[:, 0] > 0.3
                if happened.sum() in (0, n):
                    happened[0] = not happened[0]
                model = logistic(rows, happened, ridge)
                said = model.predict_proba(rows)[:, 1]
                cases.append(dict(
                    columns=k, rows=floats(rows.ravel()), happened=[bool(h) for h in happened],
                    ridge=ridge, intercept=float(model.intercept_[0]), weights=floats(model.coef_[0]),
                    brier=float(brier_score_loss(happened, said))))
    write("logistic.json", cases)
    said = np.round(RNG.random(100), 6)
    happened = RNG.random(100) < said
    true, mean = calibration_curve(happened, said, n_bins=10, strategy="quantile")
    write("calibration.json", [dict(said=floats(said), happened=[bool(h) for h in happened],
                                    bins=[[float(m), float(t)] for m, t in zip(mean, true)],
                                    brier=float(brier_score_loss(happened, said)))])


def differences():
    cases = []
    for reached, peers in ((1, 5), (1, 12), (2, 5), (8, 40), (30, 300)):
        for effect in (0.0, 6.0, -4.0):
            before = np.round(RNG.normal(60, 10, reached + peers), 4)
            after = np.round(before + RNG.normal(1, 3, reached + peers), 4)
            on = np.arange(reached + peers) < reached
            after[on] += effect
            found = sm.OLS(after - before, sm.add_constant(on.astype(float))).fit()
            both = [[float(b), float(a)] for b, a in zip(before, after)]
            cases.append(dict(reached=both[:reached], peers=both[reached:],
                              effect=float(found.params[1]), error=float(found.bse[1])))
    write("difference.json", cases)


def separations():
    cases = []
    for sizes in ((5, 5), (6, 9, 14), (20, 20, 20, 20), (100, 30, 7, 50, 5)):
        for apart in (0.0, 1.0, 5.0):
            for tied in (False, True):
                groups = [RNG.normal(60 + apart * at, 4, size) for at, size in enumerate(sizes)]
                groups = [np.round(g / 5) if tied else np.round(g, 6) for g in groups]
                f, h = stats.f_oneway(*groups), stats.kruskal(*groups)
                cases.append(dict(groups=[floats(g) for g in groups], f=float(f.statistic),
                                  f_p=float(f.pvalue), h=float(h.statistic), p=float(h.pvalue)))
    write("separation.json", cases)


if __name__ == "__main__":
    correlations()
    discoveries()
    beacons()
    logistics()
    differences()
    separations()
