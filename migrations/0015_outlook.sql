-- What is learnt from the own history, and what it is learnt from.

-- A contract that was decided in the quarter after `ends_on`, as it stood on that day: what the renewal
-- probability is refitted to. `flags` are codes with `;` around each, `renewed` is 0 or 1.
CREATE TABLE renewal_case (
    account_id TEXT NOT NULL REFERENCES account(id) DEFERRABLE INITIALLY DEFERRED,
    ends_on {day} NOT NULL,
    contract TEXT NOT NULL,
    health {real},
    trust {real},
    flags TEXT NOT NULL,
    renewed {int} NOT NULL,
    PRIMARY KEY (account_id, ends_on, contract)
){strict};

-- An account in a week: the last that was scored in it. `week` is its Monday, `as_of` the day. `kpis` are
-- the KPIs of the health model in its order, a byte each: half points from 0 to 200, 255 is not known.
-- `model` is the code and version of the health model; weeks of another one do not count.
CREATE TABLE account_week (
    account_id TEXT NOT NULL REFERENCES account(id) DEFERRABLE INITIALLY DEFERRED,
    week {day} NOT NULL,
    as_of {day} NOT NULL,
    health {real},
    kpis {bytes} NOT NULL,
    model TEXT NOT NULL,
    version {int} NOT NULL,
    PRIMARY KEY (account_id, week)
){strict};

-- A model that was fitted to the own history on a day, or why there is none, as JSON. One that is in
-- force (1) is never changed: what was computed with it names its version.
CREATE TABLE fitted (
    kind TEXT NOT NULL,
    models TEXT NOT NULL,
    day {day} NOT NULL,
    version TEXT NOT NULL,
    n {int} NOT NULL,
    in_force {int} NOT NULL,
    body TEXT NOT NULL,
    made_at {ts} NOT NULL,
    PRIMARY KEY (kind, models, day)
){strict};

-- How each account's health will go on, as told when it was scored last (`as_of`, `version`). `basis` names
-- the rule or the fitted model. Only who is warned of has a `risk`, 0 to 1; the highest is the nearest.
CREATE TABLE account_outlook (
    account_id TEXT NOT NULL PRIMARY KEY REFERENCES account(id) DEFERRABLE INITIALLY DEFERRED,
    as_of {day} NOT NULL,
    version {int} NOT NULL,
    basis TEXT NOT NULL,
    risk {real}
){strict};
CREATE INDEX account_outlook_risk ON account_outlook (risk, account_id) WHERE risk IS NOT NULL;

-- A person's record that said one title or employer and says another: of an employer, the company's record.
CREATE TABLE job_change (
    record_id TEXT NOT NULL,
    field TEXT NOT NULL,
    at {ts} NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    source TEXT NOT NULL,
    stream TEXT NOT NULL,
    record_key TEXT NOT NULL,
    PRIMARY KEY (record_id, field, at)
){strict};
CREATE INDEX job_change_before ON job_change (before) WHERE field = 'EMPLOYER';

-- Made anew, with more metrics, by the next daily run.
DELETE FROM quarter;
