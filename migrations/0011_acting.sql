-- What was done about what customers said, what came of actions, and where we want to be.

-- Steps of the loop that an answer opens; the last one says where it stands. Nothing is ever changed,
-- so the table is its own audit. `feedback` is the answer's origin id: it may be mapped anew at any
-- time, and what was done about it stays. Nothing is done twice under one `request_key`.
CREATE TABLE loop_step (
    id {serial},
    feedback TEXT NOT NULL,
    account_id TEXT,
    state TEXT NOT NULL,
    at {ts} NOT NULL,
    author TEXT NOT NULL,
    owner TEXT,
    what TEXT,
    told {bool} NOT NULL,
    action {int} REFERENCES action(id),
    request_key TEXT
){strict};
CREATE INDEX loop_step_feedback ON loop_step (feedback, id);
CREATE UNIQUE INDEX loop_step_request ON loop_step (request_key) WHERE request_key IS NOT NULL;
CREATE INDEX survey_response_at ON survey_response ("at", id);

-- Raw values of the KPIs that an action should move, as they were when it was opened: a JSON object.
ALTER TABLE action ADD COLUMN baseline_kpis TEXT;
CREATE INDEX action_due ON action (due_at, id);

-- What became of an action, step by step; `action` itself holds the latest status.
CREATE TABLE action_step (
    id {serial},
    action {int} NOT NULL REFERENCES action(id),
    status TEXT NOT NULL,
    note TEXT,
    at {ts} NOT NULL,
    author TEXT NOT NULL,
    request_key TEXT
){strict};
CREATE INDEX action_step_action ON action_step (action, id);
CREATE UNIQUE INDEX action_step_request ON action_step (request_key) WHERE request_key IS NOT NULL;

-- Where we want to be. What it is measured by and where it began is never changed; target and due day
-- are those of its latest step. `accounts` is the filter as it was asked, as JSON.
CREATE TABLE goal (
    id {serial},
    name TEXT NOT NULL,
    outcome TEXT NOT NULL,
    anchor TEXT NOT NULL,
    accounts TEXT NOT NULL,
    baseline {real} NOT NULL,
    baseline_on {day} NOT NULL,
    currency TEXT NOT NULL,
    author TEXT NOT NULL,
    made_at {ts} NOT NULL,
    request_key TEXT
){strict};
CREATE UNIQUE INDEX goal_request ON goal (request_key) WHERE request_key IS NOT NULL;

CREATE TABLE goal_step (
    id {serial},
    goal {int} NOT NULL REFERENCES goal(id),
    target {real} NOT NULL,
    due {day} NOT NULL,
    reason TEXT,
    at {ts} NOT NULL,
    author TEXT NOT NULL,
    request_key TEXT
){strict};
CREATE INDEX goal_step_goal ON goal_step (goal, id);
CREATE UNIQUE INDEX goal_step_request ON goal_step (request_key) WHERE request_key IS NOT NULL;
