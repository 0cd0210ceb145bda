#!/usr/bin/env python3
"""Health, trust and revenue of the same random accounts, reckoned by a reference in plain Python.

    python3 together.py reference.py 120 > together.jsonl
    python3 together.py reference.py 12000 > /tmp/many.jsonl
    ACCORD_INSIGHT_CASES=/tmp/many.jsonl cargo test --test it together

`reference.py` is the arithmetic that the models were published with (beside it lies its
`chi-default.json`); it is not part of this repository. This script imports it, draws accounts
(seed 20261123: the same number gives the same file) and writes for each what goes in and what must
come out, in full precision. One line is one JSON: the first holds markets (the peers that accounts
are compared with), each other one account.

Reckoned by the reference's own functions: chi, norm, evidence, trust, p_renew, whitespace, sig.
Written here, from the rules in words, because the reference has them only for its one example:
which peers count, rates of exchange, overrides, what follows from an unknown health, sums, shares,
position, NRR and GRR.
"""

import copy
import importlib.util
import json
import random
import sys

RATES = {"EUR": 1.0, "USD": 0.8, "GBP": 1.25, "JPY": 0.00625}
NO_RATE = "CHF"
SEGMENTS, BANDS = ["RHYTHM", "PROJECT"], ["SMALL", "LARGE"]
PRODUCTS = ["Pumps", "Valves", "Seals", "Service"]
CAPS = ["CHAMPION_LEFT", "P1_OPEN", "OVERDUE", "TERMINATION"]
FLAGS = ["CHAMPION_LOST", "OPEN_ESCALATION", "NO_DECISION_MAKER_CONTACT_90D", "OVERDUE_60D"]
LEAST_PEERS, LEAST_CLOSED, EXPIRED = 10, 30, 10_000
RISK_LINE, GROWTH_LINE = 0.15, 0.10


def load(path):
    spec = importlib.util.spec_from_file_location("reference", path if "/" in path else "./" + path)
    found = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    return found


# ---------- what is known of an account


def raw_value(dice, kpi):
    """A word, a knot, zero, or somewhere between and beyond the knots."""
    if "categories" in kpi:
        return dice.choice(sorted(kpi["categories"]))
    xs = [x for x, _ in kpi["knots"]]
    way = dice.random()
    if way < 0.1:
        return dice.choice(xs)
    if way < 0.15:
        return 0.0
    return round(dice.uniform(min(xs) * 0.8 - 1, max(xs) * 1.2 + 1), 4)


def seen_of(dice, kpi, fallback):
    way = dice.random()
    if way < 0.04:
        return {"na": True}
    if way < 0.07:
        return {"error": True}
    if way < 0.09:
        return {"raw": raw_value(dice, kpi), "n": 0, "age": 1}
    used = fallback is not None and way < 0.25
    of = fallback if used else kpi
    ttl, least = of["ttl_d"], of["n_min"]
    age = dice.choice([0, 1, ttl, ttl + 1, 2 * ttl - 1, 2 * ttl, dice.randint(0, 2 * ttl + 5)])
    sample = dice.choice([1, least, dice.randint(1, 2 * least), 1000])
    seen = {"raw": raw_value(dice, of), "n": sample, "age": age}
    return dict(seen, fallback=fallback["code"]) if used else seen


def observations(dice, model):
    known, gone = dice.choice([0.1, 0.4, 0.7, 0.9, 1.0]), dice.random() < 0.15
    out, absent = {}, dice.choice(model["stages"])["code"] if gone else None
    for stage in model["stages"]:
        for kpi in stage["kpis"]:
            if stage["code"] == absent:
                out[kpi["code"]] = {"na": True}
            elif known == 1.0:
                raw = raw_value(dice, kpi)
                out[kpi["code"]] = {"raw": raw, "n": kpi["n_min"], "age": dice.randint(0, kpi["ttl_d"])}
            elif dice.random() < known:
                out[kpi["code"]] = seen_of(dice, kpi, model["fallbacks"].get(kpi["code"]))
    if dice.random() < 0.3:
        out["AD1"] = {"seats": dice.choice([0, 0, 1, dice.randint(1, 40)]), "users": dice.randint(0, 30)}
    return out


def survey(dice, reference):
    answers, known = {}, dice.choice([0.0, 0.4, 0.8, 1.0])
    for factor in reference.PROX:
        if dice.random() < 0.75:
            answers[factor] = [dice.randint(1, 7) for _ in range(dice.choice([0, 1, 2, 3, 5, 9, 40]))]
    proxies = {}
    for factor, kpis in reference.PROX.items():
        for code, knots in kpis.items():
            if dice.random() < known:
                raw = raw_value(dice, {"knots": knots})
                proxies[code] = {"raw": raw, "age": EXPIRED if dice.random() < 0.08 else 0}
    return answers, proxies


def purse(dice, most, own):
    """Nothing, an amount of 0, one amount, or one in a second currency beside it."""
    way = dice.random()
    if way < 0.25:
        return []
    if way < 0.3:
        return [[0, own]]
    found = [[dice.randint(1, most), own]]
    if way > 0.85:
        other = dice.choice([c for c in sorted(RATES) if c != own])
        found.append([dice.randint(1, most), other])
    return found


def market(dice):
    """Accounts of two segments and two sizes; in some groups too few to compare with."""
    peers = []
    for _ in range(dice.choice([6, 14, 30, 45])):
        own = dice.choice(["EUR", "EUR", "USD", "GBP"])
        spend = {p: [purse(dice, 900_000, own), purse(dice, 900_000, own)]
                 for p in PRODUCTS if dice.random() < 0.7}
        peers.append({
            "segments": dice.sample(SEGMENTS, dice.choice([0, 1, 1, 2])),
            "band": dice.choice(BANDS + [None]),
            "size": dice.choice([None, 0, dice.randint(1, 5_000), dice.randint(1, 200)]),
            "spend": spend,
            "renewals": dice.choice([[0, 0], [0, 1], [1, 1], [1, 2]]),
            "closed": {"offer": [dice.randint(0, 2), 2]} if dice.random() < 0.7 else {},
        })
    return peers


def book(dice):
    own = dice.choice(["EUR", "EUR", "USD", "GBP", "JPY"])
    contracts = [{
        "value": dice.choice([None, 0] + 8 * [dice.randint(1_000, 900_000)]),
        "currency": NO_RATE if dice.random() < 0.01 else dice.choice([own, own, "EUR"]),
        "due": dice.random() < 0.6,
        "signed": dice.random() < 0.2,
    } for _ in range(dice.choice([0, 1, 1, 2, 4]))]
    products = [{"name": p, "last": purse(dice, 400_000, own), "before": purse(dice, 400_000, own),
                 "signals": dice.randint(0, 5)} for p in PRODUCTS if dice.random() < 0.6]
    deals = []
    for _ in range(dice.choice([0, 0, 1, 3])):
        deals.append({
            "amount": dice.choice([None, 0, dice.randint(1, 90_000), dice.randint(1, 9_000_000)]),
            "currency": NO_RATE if dice.random() < 0.01 else dice.choice([own, "USD"]),
            "percent": dice.choice([None, 0, 100, dice.randint(1, 99)]),
            "stage": dice.choice([None, "offer", "first talk"]),
            "product": dice.choice(PRODUCTS + 4 * [None]),
            "renews": dice.choice([None, None, 0]) if contracts else None,
        })
    return {
        "segments": dice.sample(SEGMENTS, dice.choice([0, 1, 1, 2])),
        "band": dice.choice(BANDS + [None]),
        "size": dice.choice([None, 0] + 8 * [dice.randint(1, 5_000)]),
        "contracts": contracts, "products": products, "deals": deals,
        "flags": [f for f in FLAGS if dice.random() < 0.2],
        "asked": dice.choice(["EUR", "EUR", "USD", "JPY"]),
    }


# ---------- what must come out


def health(reference, account):
    model, seen = copy.deepcopy(reference.M), {}
    for stage in model["stages"]:
        for at, kpi in enumerate(stage["kpis"]):
            told = account["seen"].get(kpi["code"])
            if told is None or "error" in told:
                continue
            if "seats" in told:
                if told["seats"] and told["users"]:
                    raw = 100 * told["users"] / told["seats"]
                    seen[kpi["code"]] = dict(raw=raw, n=told["users"], age_d=0)
            elif "na" in told:
                seen[kpi["code"]] = {"na": True}
            else:
                if "fallback" in told:
                    instead = model["fallbacks"][kpi["code"]]
                    stage["kpis"][at] = dict(instead, code=kpi["code"])
                fallback = "fallback" in told
                seen[kpi["code"]] = dict(raw=told["raw"], n=told["n"], age_d=told["age"], fallback=fallback)
    caps = [cap for cap in model["caps"] if cap["code"] in account["caps"]]
    out = reference.chi(seen, model=model, weights=account["weights"], caps=caps)
    value = out["score"]
    said = account["override"]
    # A person's word counts while it holds, and never in what is only tried.
    if said is not None and said["holds"] and not account["weights"]:
        value = said["value"]
    band = None if value is None else [b["name"] for b in model["bands"] if value >= b["min"]][-1]
    shown = {c["kpi"]: [c["norm"], c["points"], c["lost"]] for c in out["contrib"]}
    return {
        "value": value, "computed": out["computed"], "coverage": out["coverage"],
        "confidence": out["confidence"], "low": out["low"], "high": out["high"], "band": band,
        "stages": {s["code"]: s["score"] for s in out["stages"]},
        "caps": [cap["code"] for cap in out["caps"]],
        "kpis": shown if out["computed"] is not None else None,
    }


def trust(reference, account):
    proxies = {code: p["raw"] for code, p in account["proxies"].items() if p["age"] < EXPIRED}
    seen = {f: {c: proxies[c] for c in kpis if c in proxies} for f, kpis in reference.PROX.items()}
    # The reference has no weakest factor of none.
    nothing = all(len(account["answers"].get(f, [])) < 3 and not seen[f] for f in reference.PROX)
    if nothing:
        behaviours = {b: reference.sig(a) for b, (a, _) in reference.BEH.items()}
        return {"value": None, "net": None, "weakest": None, "factors": {}, "behaviours": behaviours}
    out = reference.trust(account["answers"], seen)
    factors = {f: {k: v for k, v in told.items() if k != "alpha" or told["score"] is not None}
               for f, told in out["factors"].items()}
    return {"value": out["score"], "net": out["net"], "weakest": out["weakest"],
            "factors": factors, "behaviours": out["behaviours"]}


def worth(amounts, to):
    """All of a purse in one currency; None when a rate is not known."""
    total = 0.0
    for amount, currency in amounts:
        if currency != to and NO_RATE in (currency, to):
            return None
        total += amount if currency == to else amount * (RATES[currency] / RATES[to])
    return total


def some(amounts):
    return any(amount > 0 for amount, _ in amounts)


def probability(reference, value, confidence, flags):
    """The probability and its range: health and trust as the reference weighs them, or halved and
    half as much again."""
    trust_ = 50 if confidence is None else confidence
    p = reference.p_renew(value, trust_, flags)
    moved = reference.B1 * (value - 50) / 10 + reference.B2 * (trust_ - 50) / 10
    moved += sum(reference.FLAGS[f] for f in flags)
    ends = [min(0.98, max(0.02, reference.sig(reference.B0 + scale * moved))) for scale in (0.5, 1.5)]
    return p, min(ends), max(ends)


def renewal_rate(peers, segments):
    groups = [[p for p in peers if s in p["segments"]] for s in segments] + [peers]
    for group in groups:
        won, due = (sum(p["renewals"][i] for p in group) for i in (0, 1))
        if due >= LEAST_PEERS:
            return min(0.98, max(0.02, won / due))
    return None


def company(peers, of):
    """The nearest group with enough peers: segment and size, segment, size, all."""
    both = [lambda p, s=s: s in p["segments"] and p["band"] == of["band"] for s in of["segments"]]
    tries = both if of["band"] else []
    tries = tries + [lambda p, s=s: s in p["segments"] for s in of["segments"]]
    tries = tries + ([lambda p: p["band"] == of["band"]] if of["band"] else []) + [lambda p: True]
    for fits in tries:
        group = [p for p in peers if fits(p)]
        if len(group) >= LEAST_PEERS:
            return group
    return None


def gaps(reference, of, peers, value):
    group = company(peers, of)
    if value is None or of["size"] is None or group is None:
        return {}
    found, factor = {}, worth([[1, "EUR"]], of["asked"])
    for product in PRODUCTS:
        held = [p["spend"].get(product, [[], []]) + [p["size"]] for p in group]
        per_size = [worth(now, "EUR") / size for now, _, size in held if some(now) and size]
        if not per_size:
            continue
        own = next((p for p in of["products"] if p["name"] == product), None)
        current = worth(own["last"], "EUR") if own else 0.0
        new = sum(some(now) and not some(before) for now, before, _ in held)
        without = sum(not some(before) for _, before, _ in held)
        signals = own["signals"] if own else 0
        amount, base, fit, propensity, _ = reference.whitespace(
            of["size"], current, per_size, new, without, value, signals)
        if amount > 0:
            rival = any(d["product"] == product and d["renews"] is None for d in of["deals"])
            amount *= factor
            found[product] = {"amount": amount, "base": base, "health": fit,
                              "propensity": propensity, "expected": 0 if rival else amount * propensity}
    return found


def pipeline(of, peers):
    """Expected money of open deals; None when one of them cannot be converted."""
    offers = [p["closed"].get("offer", [0, 0]) for p in peers]
    won, closed = (sum(o[i] for o in offers) for i in (0, 1))
    total, lost = 0.0, False
    for deal in of["deals"]:
        amount, currency = deal["amount"], deal["currency"]
        if deal["renews"] is not None:
            term = of["contracts"][deal["renews"]]
            if amount is None or term["value"] is None or term["currency"] != currency:
                continue
            amount -= term["value"]
            if amount <= 0:
                continue
        if amount is None:
            continue
        amount = worth([[amount, currency]], of["asked"])
        lost = lost or amount is None
        p = None if deal["percent"] is None else deal["percent"] / 100
        if deal["stage"] == "offer" and closed >= LEAST_CLOSED:
            p = won / closed
        if amount is not None and p is not None:
            total += amount * p
    return None if lost else total


def position(risk, growth):
    at_risk = risk is not None and risk >= RISK_LINE
    at_growth = growth is not None and growth >= GROWTH_LINE
    if at_risk:
        return "BOTH" if at_growth else "BUSINESS_AT_RISK"
    if risk is None or growth is None:
        return "UNKNOWN"
    return "BUSINESS_AT_GROWTH" if at_growth else "STABLE"


def retention(of):
    start = more = less = churn = 0.0
    for product in of["products"]:
        before, now = worth(product["before"], of["asked"]), worth(product["last"], of["asked"])
        start += before
        more += max(0.0, now - before)
        if now < before:
            less, churn = (less, churn + before) if now == 0 else (less + before - now, churn)
    if start <= 0:
        return None, None
    return 100 * (start + more - less - churn) / start, 100 * (start - less - churn) / start


def revenue(reference, of, peers, value, confidence):
    lines, rate = [], None if value is not None else renewal_rate(peers, of["segments"])
    for term in of["contracts"]:
        if not term["due"]:
            continue
        told = None if term["value"] is None else [[term["value"], term["currency"]]]
        amount = None if told is None else worth(told, of["asked"])
        flags = of["flags"] + (["RENEWAL_INTENT_SIGNED"] if term["signed"] else [])
        if value is not None:
            p, low, high = probability(reference, value, confidence, flags)
        else:
            p = low = high = rate
        lines.append({"value": amount, "p": p, "low": low, "high": high,
                      "lost": told is not None and amount is None})
    known = [l for l in lines if l["p"] is not None and l["value"] is not None]
    whole = not any(l["lost"] for l in lines)
    at_risk = sum(l["value"] * (1 - l["p"]) for l in known)
    expected = sum(l["value"] * l["p"] for l in known)
    unknown = sum(l["value"] for l in lines if l["value"] is not None)
    found, pipe = gaps(reference, of, peers, value), pipeline(of, peers)
    growth = None if pipe is None else pipe + sum(g["expected"] for g in found.values())
    terms = [[c["value"], c["currency"]] for c in of["contracts"] if c["value"] is not None]
    recurring = terms != []
    base = worth(terms if recurring else sum((p["last"] for p in of["products"]), []), of["asked"])
    base = base if base is not None and base > 0 else None
    risk_share = at_risk / base if whole and base else None
    growth_share = growth / base if growth is not None and base else None
    sure = len(known) == len(lines) and (value is not None or lines != [])
    if not sure and risk_share is not None and risk_share < RISK_LINE:
        risk_share = None
    nrr, grr = retention(of)
    safe = value is not None
    return {
        "renewals": [{k: l[k] for k in ("value", "p", "low", "high")} for l in lines],
        "gaps": found,
        "expected": (expected if safe else 0) if whole else None,
        "at_risk": (at_risk if safe else 0) if whole else None,
        "unknown": (0 if safe else unknown) if whole else None,
        "growth": growth, "arr": worth(terms, of["asked"]) if recurring else None,
        "risk_share": risk_share, "growth_share": growth_share,
        "position": position(risk_share, growth_share), "nrr": nrr, "grr": grr,
    }


def account(dice, reference, markets):
    answers, proxies = survey(dice, reference)
    caps = [cap for cap in CAPS if dice.random() < 0.08]
    override = None
    if dice.random() < 0.1:
        override = {"value": round(dice.uniform(0, 100), 2), "holds": dice.random() < 0.6}
    weights = {}
    if dice.random() < 0.15:
        for stage in dice.sample(reference.M["stages"], dice.randint(1, 4)):
            weights[stage["code"]] = dice.choice([0, round(dice.uniform(0.1, 4), 3)])
    of = book(dice)
    of["flags"] = [f for f in of["flags"] if f != "CHAMPION_LOST"]
    of["flags"] += ["CHAMPION_LOST"] if "CHAMPION_LEFT" in caps else []
    drawn = {"seen": observations(dice, reference.M), "caps": caps, "override": override,
             "weights": weights, "answers": answers, "proxies": proxies,
             "market": dice.randrange(len(markets)), "book": of}
    try:
        drawn["health"] = health(reference, drawn)
    except ZeroDivisionError:
        # Every stage that has a score was given the weight 0: the reference has no answer.
        drawn["weights"] = {}
        drawn["health"] = health(reference, drawn)
    drawn["trust"] = trust(reference, drawn)
    scores = drawn["health"]["value"], drawn["trust"]["value"]
    drawn["revenue"] = revenue(reference, of, markets[drawn["market"]], *scores)
    return drawn


def main():
    reference, count = load(sys.argv[1]), int(sys.argv[2])
    dice = random.Random(20261123)
    markets = [market(dice) for _ in range(8 if count < 1_000 else 40)]
    line = lambda told: print(json.dumps(told, separators=(",", ":")))
    line({"seed": 20261123, "accounts": count, "rates": RATES, "markets": markets})
    for _ in range(count):
        line(account(dice, reference, markets))


if __name__ == "__main__":
    main()
