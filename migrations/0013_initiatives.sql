-- What is done for many customers at once, what it was to bring, and what it brought.

-- An initiative. Nothing of it is ever changed but by its steps. `accounts` is the filter as it was
-- asked, `targets` and `savings` are JSON lists, `forecast` is JSON: what it was to bring by the models
-- named in `models`, as of `baseline_on`. `cost` is in ten-thousandths, as it was stated; `cost_worth` is
-- the same in `currency`, in which all is reckoned. Nothing is made twice under one `request_key`.
CREATE TABLE initiative (
    id {serial},
    name TEXT NOT NULL,
    goal {int} REFERENCES goal(id),
    accounts TEXT NOT NULL,
    owner TEXT,
    starts_on {day} NOT NULL,
    due_on {day},
    targets TEXT NOT NULL,
    savings TEXT NOT NULL,
    cost {int} NOT NULL,
    cost_currency TEXT NOT NULL,
    cost_worth {real} NOT NULL,
    currency TEXT NOT NULL,
    forecast TEXT NOT NULL,
    baseline_on {day} NOT NULL,
    models TEXT NOT NULL,
    author TEXT NOT NULL,
    made_at {ts} NOT NULL,
    request_key TEXT
){strict};
CREATE UNIQUE INDEX initiative_request ON initiative (request_key) WHERE request_key IS NOT NULL;

-- How far an initiative is since a moment; the last step holds.
CREATE TABLE initiative_step (
    id {serial},
    initiative {int} NOT NULL REFERENCES initiative(id),
    status TEXT NOT NULL,
    reason TEXT,
    at {ts} NOT NULL,
    author TEXT NOT NULL,
    request_key TEXT
){strict};
CREATE INDEX initiative_step_of ON initiative_step (initiative, id);
CREATE UNIQUE INDEX initiative_step_request ON initiative_step (request_key)
    WHERE request_key IS NOT NULL;

-- An account that an initiative reaches, or one like those, to compare with. `baseline` is JSON: where
-- it stood when the initiative was made, never changed; `after` the same when the window of its KPIs
-- had passed, written once.
CREATE TABLE initiative_account (
    initiative {int} NOT NULL REFERENCES initiative(id),
    account_id TEXT NOT NULL REFERENCES account(id) DEFERRABLE INITIALLY DEFERRED,
    reached {bool} NOT NULL,
    baseline TEXT NOT NULL,
    after TEXT,
    PRIMARY KEY (initiative, account_id)
){strict};
CREATE INDEX initiative_account_of ON initiative_account (account_id) WHERE reached = TRUE;

-- What an initiative had brought up to a day, as JSON, by the models named. One row a day; rows of past
-- days are never changed.
CREATE TABLE initiative_result (
    initiative {int} NOT NULL REFERENCES initiative(id),
    as_of {day} NOT NULL,
    body TEXT NOT NULL,
    models TEXT NOT NULL,
    made_at {ts} NOT NULL,
    PRIMARY KEY (initiative, as_of)
){strict};
