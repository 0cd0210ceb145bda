-- What single actions brought.

-- The day on which it was taken down whom an action is compared with; NULL of one that was opened before
-- that was done. `cost` is in ten-thousandths, as it was stated; NULL where nobody stated it.
ALTER TABLE action ADD COLUMN peers_on {day};
ALTER TABLE action ADD COLUMN cost {int};
ALTER TABLE action ADD COLUMN cost_currency TEXT;

-- An account like that of an action on the day on which peers were taken down, to compare with. Never
-- changed; an action without a row had nobody like its account.
CREATE TABLE action_peer (
    action {int} NOT NULL REFERENCES action(id),
    account_id TEXT NOT NULL REFERENCES account(id) DEFERRABLE INITIALLY DEFERRED,
    PRIMARY KEY (action, account_id)
){strict};
CREATE INDEX action_unseated ON action (baseline_on) WHERE peers_on IS NULL;
