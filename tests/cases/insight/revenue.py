#!/usr/bin/env python3
"""Makes figures to hold the revenue model against: random accounts, reckoned in plain Python.

    python3 revenue.py 200 > revenue.json

The formulas are those of the model's description, written down a second time and apart from the
product. The same number of accounts gives the same file.
"""
import json, math, random, sys

BASE, HEALTH, TRUST = 1.4, .25, .10
FLAGS = {'CHAMPION_LOST': -.8, 'OPEN_ESCALATION': -.5, 'NO_DECISION_MAKER_CONTACT_90D': -.4,
         'OVERDUE_60D': -.4, 'RENEWAL_INTENT_SIGNED': 1.0}


def sigmoid(z):
    return 1 / (1 + math.exp(-z))


def renewal(chi, trust, flags, scale=1):
    odds = HEALTH * (chi - 50) / 10 + sum(FLAGS[f] for f in flags)
    if trust is not None:
        odds += TRUST * (trust - 50) / 10
    return min(.98, max(.02, sigmoid(BASE + scale * odds)))


def median(values):
    xs = sorted(values)
    m = len(xs)
    return xs[m // 2] if m % 2 else (xs[m // 2 - 1] + xs[m // 2]) / 2


def whitespace(size, current, per_size, adopted, without, chi, signals):
    amount = max(0, median(per_size) * size - current)
    base = (adopted + 1) / (without + 10)
    health = 0 if chi < 50 else .5 + chi / 100
    propensity = min(.9, base * health * (1 + .5 * min(1, signals / 3)))
    return dict(amount=amount, base=base, health=health, propensity=propensity,
                expected=amount * propensity)


def position(risk, growth):
    if risk >= .15:
        return 'BOTH' if growth >= .10 else 'BUSINESS_AT_RISK'
    return 'BUSINESS_AT_GROWTH' if growth >= .10 else 'STABLE'


def product(dice, peers):
    """Peers that buy it or did: place, spend of this year, whether they bought the year before."""
    places = list(range(peers))
    dice.shuffle(places)
    owners = dice.randint(1, peers)
    new = dice.randint(0, owners)
    gone = dice.randint(0, peers - owners)
    return [(p, dice.randint(1, 9_000_000), i >= new) for i, p in enumerate(places[:owners])] + \
           [(p, 0, True) for p in places[owners:owners + gone]]


def account(dice):
    chi = dice.uniform(0, 100)
    trust = None if dice.random() < .2 else dice.uniform(0, 100)
    flags = [f for f in FLAGS if f != 'RENEWAL_INTENT_SIGNED' and dice.random() < .25]
    contracts = [dict(value=dice.randint(1_000, 900_000), due=dice.random() < .7,
                      signed=dice.random() < .2) for _ in range(dice.randint(1, 4))]
    size, peers = dice.randint(1, 5_000), dice.randint(10, 24)
    sizes = [dice.randint(1, 5_000) for _ in range(peers)]
    products = []
    for number in range(dice.randint(1, 3)):
        products.append(dict(name=f'product {number}', peers=product(dice, peers),
                             last=dice.choice([0, dice.randint(0, 400_000)]),
                             before=dice.choice([0, dice.randint(0, 400_000)]),
                             signals=dice.randint(0, 5), open=dice.random() < .15))
    deals = [dict(amount=dice.randint(1_000, 90_000), probability=dice.randint(0, 100) / 100)
             for _ in range(dice.randint(0, 4))]
    case = dict(health=chi, trust=trust, flags=flags, contracts=contracts, size=size, sizes=sizes,
                products=products, deals=deals)
    case['figures'] = figures(case)
    return case


def figures(case):
    chi, trust, size = case['health'], case['trust'], case['size']
    lines, expected, risk = [], 0, 0
    for contract in case['contracts']:
        if contract['due']:
            flags = case['flags'] + (['RENEWAL_INTENT_SIGNED'] if contract['signed'] else [])
            p = renewal(chi, trust, flags)
            ends = sorted(renewal(chi, trust, flags, scale) for scale in (.5, 1.5))
            lines.append(dict(p=p, low=ends[0], high=ends[1]))
            expected += contract['value'] * p
            risk += contract['value'] * (1 - p)
    growth, gaps = sum(d['amount'] * d['probability'] for d in case['deals']), {}
    start = more = less = churn = 0
    for one in case['products']:
        owners = [peer for peer in one['peers'] if peer[1] > 0]
        per_size = [spend / case['sizes'][place] for place, spend, _ in owners]
        adopted = sum(not before for _, _, before in owners)
        without = len(case['sizes']) - sum(before for _, _, before in one['peers'])
        gap = whitespace(size, one['last'], per_size, adopted, without, chi, one['signals'])
        if gap['amount'] > 0:
            gap['expected'] = 0 if one['open'] else gap['expected']
            gaps[one['name']] = gap
            growth += gap['expected']
        start += one['before']
        more += max(0, one['last'] - one['before'])
        fallen = max(0, one['before'] - one['last'])
        less, churn = (less, churn + fallen) if one['last'] == 0 else (less + fallen, churn)
    arr = sum(c['value'] for c in case['contracts'])
    return dict(renewals=lines, expected=expected, at_risk=risk, gaps=gaps, growth=growth,
                net=growth - risk, arr=arr, risk_share=risk / arr, growth_share=growth / arr,
                position=position(risk / arr, growth / arr),
                nrr=100 * (start + more - less - churn) / start if start else None,
                grr=100 * (start - less - churn) / start if start else None)


if __name__ == '__main__':
    dice = random.Random(20261121)
    print('[' + ',\n'.join(json.dumps(account(dice), separators=(',', ':')) for _ in range(int(sys.argv[1]))) + ']')
