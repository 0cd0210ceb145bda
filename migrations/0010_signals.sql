-- What somebody should know of and do, and who was told.

-- A signal lasts from the day its condition was found to hold to the day it was found not to; while it
-- lasts there is one of its topic. `body` is JSON: what was measured, the records that show it, who is
-- hit, what to do. `model` is the code and version of the rules.
CREATE TABLE signal (
    id {serial},
    rule TEXT NOT NULL,
    topic TEXT NOT NULL,
    account_id TEXT REFERENCES account(id) DEFERRABLE INITIALLY DEFERRED,
    segment TEXT,
    raised_on {day} NOT NULL,
    ended_on {day},
    body TEXT NOT NULL,
    model TEXT NOT NULL,
    made_at {ts} NOT NULL
){strict};
CREATE UNIQUE INDEX signal_open ON signal (topic) WHERE ended_on IS NULL;
CREATE INDEX signal_open_account ON signal (account_id) WHERE ended_on IS NULL;
CREATE INDEX signal_account ON signal (account_id, raised_on);
CREATE INDEX signal_rule ON signal (rule, raised_on);
CREATE INDEX signal_segment ON signal (segment, raised_on) WHERE segment IS NOT NULL;

-- What was seen of an account when it was scored and takes other accounts to be told: an unhappy person,
-- until it is known what the account is worth (`body` is the signal), or the part of its coverage that
-- rests on a quiet source.
CREATE TABLE signal_seen (
    account_id TEXT NOT NULL REFERENCES account(id) DEFERRABLE INITIALLY DEFERRED,
    topic TEXT NOT NULL,
    source TEXT,
    lost {real},
    at_stake {real},
    body TEXT,
    PRIMARY KEY (account_id, topic)
){strict};
CREATE INDEX signal_seen_source ON signal_seen (source) WHERE source IS NOT NULL;

-- What is to be done, by whom and until when. The account's health at the baseline is what its effect
-- is judged against. `target_kpis` is a JSON list. Nothing is opened twice under one `request_key`.
CREATE TABLE action (
    id {serial},
    account_id TEXT REFERENCES account(id) DEFERRABLE INITIALLY DEFERRED,
    segment TEXT,
    signal {int} REFERENCES signal(id),
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    trigger TEXT NOT NULL,
    target_kpis TEXT NOT NULL,
    owner TEXT,
    status TEXT NOT NULL,
    opened_at {ts} NOT NULL,
    due_at {ts},
    done_at {ts},
    baseline_on {day},
    baseline {real},
    author TEXT NOT NULL,
    request_key TEXT
){strict};
CREATE INDEX action_account ON action (account_id, opened_at);
CREATE INDEX action_signal ON action (signal) WHERE signal IS NOT NULL;
CREATE UNIQUE INDEX action_request ON action (request_key) WHERE request_key IS NOT NULL;

-- Signals on their way to those who subscribed to them. A try takes the row until `next_at`: a process
-- that dies over it leaves it to the next one.
CREATE TABLE signal_delivery (
    id {serial},
    signal {int} NOT NULL REFERENCES signal(id),
    subscription TEXT NOT NULL,
    attempts {int} NOT NULL DEFAULT 0,
    next_at {ts} NOT NULL,
    delivered_at {ts},
    given_up_at {ts},
    last_error TEXT
){strict};
CREATE UNIQUE INDEX signal_delivery_once ON signal_delivery (signal, subscription);
CREATE INDEX signal_delivery_due ON signal_delivery (subscription, next_at)
    WHERE delivered_at IS NULL AND given_up_at IS NULL;
CREATE INDEX signal_delivery_given_up ON signal_delivery (subscription) WHERE given_up_at IS NOT NULL;
