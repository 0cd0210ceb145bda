-- What moved, in the order of the data's versions, each move with a version of its own: whoever listens reads
-- on after the last one they know. Written in the transaction of the scores; kept for some days.
CREATE TABLE score_move (
    version {int} NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account(id) DEFERRABLE INITIALLY DEFERRED,
    -- HEALTH or POSITION: an account is scored first and priced then, in two transactions.
    what TEXT NOT NULL,
    at {ts} NOT NULL,
    health_from {real},
    health_to {real},
    band_from TEXT,
    band_to TEXT,
    like_for_like {real},
    -- Why the health moved, as JSON; NULL where it cannot be told.
    parts TEXT,
    position_from TEXT,
    position_to TEXT
){strict};
CREATE INDEX score_move_at ON score_move (at);

-- What the next score is compared with: its KPIs as JSON, and the position that it had when it was priced
-- last, which a new score does not forget.
ALTER TABLE account_score ADD COLUMN footprint TEXT;
ALTER TABLE account_score ADD COLUMN stood TEXT;
UPDATE account_score SET stood = position;

-- The data's version at which a signal was raised.
ALTER TABLE signal ADD COLUMN version {int} NOT NULL DEFAULT 0;
CREATE INDEX signal_version ON signal (version);

-- Up to which version moves are not kept (any more).
INSERT INTO setting (name, value) SELECT 'moves.forgotten', CAST(version AS TEXT) FROM data_version;
