"""Trust, reckoned in another language: figures that the scores of Accord are held against.

    python3 trust.py [accounts] > trust.json

The first account is the published worked example; the others are random, the same ones each time.
Numbers are in full precision. Written from the formulas, not from Accord's code.
"""

import json
import math
import random
import sys

PROXIES = {
    "HUMANITY": {
        "H1": [(0, 100), (3, 0)],
        "H2": [(0, 0), (2, 100)],
        "H3": [(60, 0), (95, 100)],
        "H4": [(0, 0), (90, 100)],
    },
    "TRANSPARENCY": {
        "T1": [(0, 0), (90, 100)],
        "T2": [(0, 100), (10, 0)],
        "T3": [(0, 100), (1, 0)],
        "T4": [(50, 0), (95, 100)],
    },
    "CAPABILITY": {
        "C1": [(40, 0), (85, 100)],
        "C2": [(2, 100), (20, 0)],
        "C3": [(0.5, 100), (10, 0)],
        "C4": [(10, 0), (80, 100)],
    },
    "RELIABILITY": {
        "R1": [(70, 0), (90, 50), (98, 100)],
        "R2": [(70, 0), (98, 100)],
        "R3": [(85, 0), (99.5, 100)],
        "R4": [(50, 0), (95, 100)],
    },
}
BEHAVIOURS = {
    # intercept, then humanity, transparency, capability, reliability for each 10 points over 50
    "RENEW": (1.4, (0.10, 0.10, 0.15, 0.20)),
    "BUY_MORE": (-1.0, (0.10, 0.10, 0.25, 0.15)),
    "RECOMMEND": (-0.8, (0.35, 0.15, 0.15, 0.15)),
    "FORGIVE": (0.0, (0.25, 0.25, 0.05, 0.10)),
}
KESTREL = {
    "answers": {
        "HUMANITY": [7, 6, 6, 5, 4],
        "TRANSPARENCY": [5, 4, 3, 3, 2],
        "CAPABILITY": [6, 6, 7, 5, 6],
        "RELIABILITY": [6, 5, 4, 3, 6],
    },
    "raw": {
        "H1": 1, "H2": 1.2, "H3": 81, "H4": 45,
        "T1": 36, "T2": 4, "T3": 0.5, "T4": 77,
        "C1": 62.5, "C2": 9.2, "C3": 2.4, "C4": 45,
        "R1": 86, "R2": 89.6, "R3": 95.875, "R4": 86,
    },
}


def points(knots, raw):
    """Straight lines between the knots, flat outside."""
    if raw <= knots[0][0]:
        return float(knots[0][1])
    for (x0, y0), (x1, y1) in zip(knots, knots[1:]):
        if raw <= x1:
            return y0 + (y1 - y0) * (raw - x0) / (x1 - x0)
    return float(knots[-1][1])


def factor(answers, proxies):
    n = len(answers)
    survey = None
    if n:
        agree = sum(a >= 6 for a in answers)
        against = sum(a <= 3 for a in answers)
        survey = (100 * (agree - against) / n + 100) / 2
    operational = sum(proxies) / len(proxies) if proxies else None
    basis, alpha, score = "NONE", None, None
    if survey is not None and operational is not None:
        basis, alpha = "BLENDED", min(0.7, n / (n + 5))
        score = alpha * survey + (1 - alpha) * operational
    elif operational is not None:
        basis, alpha, score = "OPERATIONAL_ONLY", 0.0, operational
    elif n >= 3:
        basis, alpha, score = "SURVEY_ONLY", 1.0, survey
    gap = None if survey is None or operational is None else survey - operational
    flag = None
    if gap is not None and abs(gap) >= 20:
        flag = "PERCEPTION_BELOW_FACTS" if gap < 0 else "PERCEPTION_ABOVE_FACTS"
    return {
        "survey": survey, "operational": operational, "basis": basis, "alpha": alpha,
        "score": score, "gap": gap, "gapFlag": flag,
    }


def trust(account):
    factors = {}
    for code, proxies in PROXIES.items():
        seen = [points(k, account["raw"][p]) for p, k in proxies.items() if p in account["raw"]]
        factors[code] = factor(account["answers"].get(code, []), seen)
    scores = {code: f["score"] for code, f in factors.items() if f["score"] is not None}
    value = sum(scores.values()) / len(scores) if len(scores) >= 3 else None

    def pair(a, b):
        return (scores[a] + scores[b]) / 2 if a in scores and b in scores else None

    behaviours = {}
    for code, (intercept, coefficients) in BEHAVIOURS.items():
        z = intercept
        for name, coefficient in zip(PROXIES, coefficients):
            z += coefficient * (scores.get(name, 50) - 50) / 10
        behaviours[code] = 1 / (1 + math.exp(-z))
    return {
        "value": value,
        "net": None if value is None else 2 * value - 100,
        "intent": pair("HUMANITY", "TRANSPARENCY"),
        "competence": pair("CAPABILITY", "RELIABILITY"),
        "weakest": min(scores, key=scores.get) if scores else None,
        "factors": factors,
        "behaviours": behaviours,
    }


def account(dice):
    """Of some nothing is known, of some a little; raw values lie beyond the knots too."""
    known = dice.choice([0.0, 0.3, 0.8, 1.0])
    answers, raw = {}, {}
    for code, proxies in PROXIES.items():
        if dice.random() < 0.7:
            answers[code] = [dice.randint(1, 7) for _ in range(dice.randint(0, 14))]
        for proxy, knots in proxies.items():
            if dice.random() < known:
                low, high = knots[0][0], knots[-1][0]
                raw[proxy] = round(dice.uniform(low * 0.8 - 0.5, high * 1.2 + 0.5), 6)
    return {"answers": answers, "raw": raw}


def main():
    dice = random.Random(20261122)
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    accounts = [KESTREL] + [account(dice) for _ in range(count)]
    lines = [json.dumps(dict(a, trust=trust(a)), separators=(",", ":")) for a in accounts]
    print("[\n" + ",\n".join(lines) + "\n]")


if __name__ == "__main__":
    main()
