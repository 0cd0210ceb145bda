-- Deletes that no source tells: full reads of streams and what they saw. Deletes and records that
-- a source tells by itself: webhooks.

-- The last full read of a stream. `newest`: the stream's newest version when the read began; what
-- is newer was written since, hence seen. `state`: how far the read came, kept apart from the
-- stream's own. `reading`: it has not ended. `unsure`: something could not be read, so that nothing
-- follows from what was not seen. `held`: so many deletions were held back when it ended.
CREATE TABLE generation (
    source TEXT NOT NULL,
    stream TEXT NOT NULL,
    number {int} NOT NULL,
    newest {int} NOT NULL,
    state TEXT,
    reading {bool} NOT NULL,
    unsure {bool} NOT NULL,
    records_read {int} NOT NULL,
    ended_at {ts},
    held {int},
    PRIMARY KEY (source, stream)
){strict};

-- Versions that a full read met unchanged, those of one transaction in a row: runs of `seq`, as
-- src/store/seen.rs packs them.
CREATE TABLE sighting (
    id {serial},
    source TEXT NOT NULL,
    stream TEXT NOT NULL,
    generation {int} NOT NULL,
    versions {bytes} NOT NULL
){strict};
CREATE INDEX sighting_of ON sighting (source, stream, id);

-- A person let this run delete as much as its full reads find missing.
ALTER TABLE run ADD COLUMN allow_deletes {bool} NOT NULL DEFAULT FALSE;

-- Webhook deliveries and events that were taken in, so that a repetition is told apart.
CREATE TABLE webhook_event (
    source TEXT NOT NULL,
    id TEXT {bin} NOT NULL,
    until {ts} NOT NULL,
    PRIMARY KEY (source, id)
){strict};
CREATE INDEX webhook_event_until ON webhook_event (until);

-- Something was landed outside a run and waits to be given its meaning.
CREATE TABLE told (
    id {serial},
    source TEXT NOT NULL
){strict};
