-- What trust, revenue, surveys and people need beside the first facts, and what our people say.

ALTER TABLE contract ADD COLUMN "intent_signed_on" {day};
ALTER TABLE sales_order ADD COLUMN "delay_announced" {bool};
ALTER TABLE ticket ADD COLUMN "escalated" {bool};
ALTER TABLE survey_response ADD COLUMN "themes" TEXT;
ALTER TABLE survey_response ADD COLUMN "sentiment" {real};
ALTER TABLE survey_response ADD COLUMN "team" TEXT;

CREATE TABLE invoice_line (
    id TEXT NOT NULL PRIMARY KEY,
    source TEXT NOT NULL,
    stream TEXT,
    record_key TEXT,
    url TEXT,
    account_ref TEXT,
    account_added {bool} NOT NULL DEFAULT FALSE,
    account_id TEXT REFERENCES account(id) DEFERRABLE INITIALLY DEFERRED,
    "invoice" TEXT,
    "product" TEXT,
    "quantity" {real},
    "amount" {int},
    "amount_currency" TEXT,
    "issued_on" {day}
){strict};
CREATE INDEX invoice_line_from ON invoice_line (record_key);
CREATE INDEX invoice_line_account ON invoice_line (account_id);
CREATE INDEX invoice_line_account_ref ON invoice_line (account_ref) WHERE account_ref IS NOT NULL;

CREATE TABLE assignment (
    id TEXT NOT NULL PRIMARY KEY,
    source TEXT NOT NULL,
    stream TEXT,
    record_key TEXT,
    url TEXT,
    account_ref TEXT,
    account_added {bool} NOT NULL DEFAULT FALSE,
    account_id TEXT REFERENCES account(id) DEFERRABLE INITIALLY DEFERRED,
    "team_member" TEXT,
    "role" TEXT,
    "since" {day},
    "until" {day}
){strict};
CREATE INDEX assignment_from ON assignment (record_key);
CREATE INDEX assignment_account ON assignment (account_id);
CREATE INDEX assignment_account_ref ON assignment (account_ref) WHERE account_ref IS NOT NULL;

CREATE TABLE account_context (
    id TEXT NOT NULL PRIMARY KEY,
    source TEXT NOT NULL,
    stream TEXT,
    record_key TEXT,
    url TEXT,
    account_ref TEXT,
    account_added {bool} NOT NULL DEFAULT FALSE,
    account_id TEXT REFERENCES account(id) DEFERRABLE INITIALLY DEFERRED,
    "as_of" {day},
    "market_share" {real},
    "revenue_growth" {real},
    "competitors" TEXT,
    "news_risk" TEXT
){strict};
CREATE INDEX account_context_from ON account_context (record_key);
CREATE INDEX account_context_account ON account_context (account_id);
CREATE INDEX account_context_account_ref ON account_context (account_ref) WHERE account_ref IS NOT NULL;

CREATE TABLE survey_invitation (
    id TEXT NOT NULL PRIMARY KEY,
    source TEXT NOT NULL,
    stream TEXT,
    record_key TEXT,
    url TEXT,
    account_ref TEXT,
    account_added {bool} NOT NULL DEFAULT FALSE,
    account_id TEXT REFERENCES account(id) DEFERRABLE INITIALLY DEFERRED,
    contact_ref TEXT,
    contact_added {bool} NOT NULL DEFAULT FALSE,
    contact_id TEXT REFERENCES contact(id) DEFERRABLE INITIALLY DEFERRED,
    "instrument" TEXT,
    "touchpoint" TEXT,
    "prong" TEXT,
    "at" {ts}
){strict};
CREATE INDEX survey_invitation_from ON survey_invitation (record_key);
CREATE INDEX survey_invitation_account ON survey_invitation (account_id);
CREATE INDEX survey_invitation_account_ref ON survey_invitation (account_ref) WHERE account_ref IS NOT NULL;
CREATE INDEX survey_invitation_contact_ref ON survey_invitation (contact_ref) WHERE contact_ref IS NOT NULL;

-- What our people said of accounts and contacts. Nothing is ever changed but that it was withdrawn,
-- so the table is its own audit. The account and contact are those of the day it was said; merges
-- are followed when it is read.
CREATE TABLE statement (
    id {serial},
    account_id TEXT NOT NULL REFERENCES account(id) DEFERRABLE INITIALLY DEFERRED,
    contact_id TEXT REFERENCES contact(id) DEFERRABLE INITIALLY DEFERRED,
    topic TEXT NOT NULL,
    value TEXT NOT NULL,
    reason TEXT NOT NULL,
    author TEXT NOT NULL,
    said_at {ts} NOT NULL,
    expires_at {ts},
    withdrawn_at {ts},
    withdrawn_by TEXT
){strict};
CREATE INDEX statement_account ON statement (account_id);

-- What accounts are compared with on a day: medians of peers, win rates, rates of exchange. `body`
-- is JSON, made of `books`; never changed, so that a score can be made again. When `changed`, how
-- many accounts were scored since, is much beside `books`, another version of the day is made.
CREATE TABLE peer_snapshot (
    day {day} NOT NULL,
    models TEXT NOT NULL,
    version TEXT NOT NULL,
    body TEXT NOT NULL,
    books {int} NOT NULL,
    changed {int} NOT NULL DEFAULT 0,
    made_at {ts} NOT NULL,
    PRIMARY KEY (models, day, version)
){strict};

-- The latest scores of each account, in place of its health alone. `book` is JSON: what the account's
-- money rests on, so that it is priced again without its facts when what it is compared with moves.
-- `segments` are codes with `;` around each. From `peers` on: what it is worth, once it is priced;
-- amounts in ten-thousandths of `currency`.
DROP TABLE health_score;
CREATE TABLE account_score (
    account_id TEXT NOT NULL PRIMARY KEY REFERENCES account(id) DEFERRABLE INITIALLY DEFERRED,
    value {real},
    computed {real},
    band TEXT,
    confidence TEXT NOT NULL,
    coverage {real} NOT NULL,
    low {real} NOT NULL,
    high {real} NOT NULL,
    trust {real},
    nps {real},
    nps_answers {int} NOT NULL,
    segments TEXT NOT NULL,
    model TEXT NOT NULL,
    as_of {day} NOT NULL,
    version {int} NOT NULL,
    computed_at {ts} NOT NULL,
    book TEXT,
    peers TEXT,
    currency TEXT,
    arr {int},
    renewal_expected {int},
    at_risk {int},
    unknown_at_risk {int},
    growth {int},
    risk_share {real},
    growth_share {real},
    position TEXT
){strict};
CREATE INDEX account_score_value ON account_score (value, account_id);
CREATE INDEX account_score_at_risk ON account_score (at_risk, account_id);
CREATE INDEX account_score_growth ON account_score (growth, account_id);
CREATE INDEX account_score_day ON account_score (as_of, account_id);
CREATE INDEX account_score_model ON account_score (model, account_id);
CREATE INDEX account_score_peers ON account_score (peers);

-- What each account's scores were on a day, as they were known at its end. Rows of past days are
-- never changed.
CREATE TABLE score_history (
    account_id TEXT NOT NULL REFERENCES account(id) DEFERRABLE INITIALLY DEFERRED,
    as_of {day} NOT NULL,
    value {real},
    computed {real},
    band TEXT,
    confidence TEXT NOT NULL,
    coverage {real} NOT NULL,
    low {real} NOT NULL,
    high {real} NOT NULL,
    trust {real},
    nps {real},
    nps_answers {int} NOT NULL,
    segments TEXT NOT NULL,
    model TEXT NOT NULL,
    version {int} NOT NULL,
    computed_at {ts} NOT NULL,
    peers TEXT,
    currency TEXT,
    arr {int},
    renewal_expected {int},
    at_risk {int},
    unknown_at_risk {int},
    growth {int},
    risk_share {real},
    growth_share {real},
    position TEXT,
    PRIMARY KEY (account_id, as_of)
){strict};
