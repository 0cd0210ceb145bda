-- Who is who, kept so that one changed record costs its neighbourhood and no more.

-- What was learned of a kind of party, `account` or `contact`; the newest is in force. Holds no
-- value of any record: frequencies are kept by hash, 12 bytes each.
CREATE TABLE match_model (
    version {serial},
    kind TEXT NOT NULL,
    records {int} NOT NULL,
    model TEXT NOT NULL,
    frequencies {bytes} NOT NULL,
    learned_at {ts} NOT NULL,
    -- How many records were matched since all of them were counted.
    uncounted {int} NOT NULL DEFAULT 0
){strict};
CREATE INDEX match_model_of ON match_model (kind, version);

-- The keys by which records find each other; where more than `cap` share a key, those meet who
-- share `second` too.
CREATE TABLE account_key (
    key {int} NOT NULL,
    second {int} NOT NULL,
    id TEXT {bin} NOT NULL,
    cap {int} NOT NULL,
    PRIMARY KEY (key, second, id)
){strict};
CREATE INDEX account_key_of ON account_key (id);
CREATE TABLE contact_key (
    key {int} NOT NULL,
    second {int} NOT NULL,
    id TEXT {bin} NOT NULL,
    cap {int} NOT NULL,
    PRIMARY KEY (key, second, id)
){strict};
CREATE INDEX contact_key_of ON contact_key (id);

-- Pairs of records that may be one party, `a` before `b`, with their weight in bits.
CREATE TABLE account_pair (
    a TEXT NOT NULL,
    b TEXT NOT NULL,
    weight {real} NOT NULL,
    PRIMARY KEY (a, b)
){strict};
CREATE INDEX account_pair_other ON account_pair (b);
CREATE INDEX account_pair_weight ON account_pair (weight);
CREATE TABLE contact_pair (
    a TEXT NOT NULL,
    b TEXT NOT NULL,
    weight {real} NOT NULL,
    PRIMARY KEY (a, b)
){strict};
CREATE INDEX contact_pair_other ON contact_pair (b);
CREATE INDEX contact_pair_weight ON contact_pair (weight);

-- The names of account records, and the shorter ones that they are a part of (`stem`): parents.
CREATE TABLE account_name (
    name {int} NOT NULL,
    stem {bool} NOT NULL,
    id TEXT NOT NULL,
    PRIMARY KEY (name, stem, id)
){strict};
CREATE INDEX account_name_of ON account_name (id);

-- By which keys of account records the employer of a contact record that names none is found.
CREATE TABLE contact_employer (
    key {int} NOT NULL,
    id TEXT NOT NULL,
    PRIMARY KEY (key, id)
){strict};
CREATE INDEX contact_employer_of ON contact_employer (id);

-- What is to be done: records that changed since they were matched, records whose group is to be
-- clustered anew, golden records that lost one of theirs.
CREATE TABLE unmatched (
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    cause TEXT NOT NULL,
    PRIMARY KEY (kind, id)
){strict};
CREATE TABLE unclustered (
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    cause TEXT NOT NULL,
    PRIMARY KEY (kind, id)
){strict};
CREATE TABLE unsettled (
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    PRIMARY KEY (kind, id)
){strict};

-- What stewards said of two records, `a` before `b`; the newest that was not undone counts.
CREATE TABLE match_verdict (
    id {serial},
    kind TEXT NOT NULL,
    a TEXT NOT NULL,
    b TEXT NOT NULL,
    same {bool} NOT NULL,
    reason TEXT NOT NULL,
    said_by TEXT NOT NULL,
    said_at {ts} NOT NULL,
    undone_at {ts}
){strict};
CREATE INDEX match_verdict_of ON match_verdict (kind, a, b) WHERE undone_at IS NULL;
CREATE INDEX match_verdict_other ON match_verdict (kind, b) WHERE undone_at IS NULL;

-- What became of golden records, only ever added to: MERGED (`id` went into `other`), SPLIT
-- (`other` was split off from `id`), MOVED (records went from `id` to `other`). `cause`: RECORDS,
-- STEWARD or MODEL.
CREATE TABLE identity_event (
    number {serial},
    kind TEXT NOT NULL,
    what TEXT NOT NULL,
    id TEXT NOT NULL,
    other TEXT NOT NULL,
    records TEXT NOT NULL,
    cause TEXT NOT NULL,
    at {ts} NOT NULL
){strict};
CREATE INDEX identity_event_of ON identity_event (kind, id);
CREATE INDEX identity_event_other ON identity_event (kind, other);

-- Children find their declared parent, and the other way round.
CREATE INDEX account_record_parent ON account_record (parent) WHERE parent IS NOT NULL;

-- What was reconciled before is matched again.
INSERT INTO unmatched (kind, id, cause)
    SELECT 'account', id, 'MODEL' FROM account_record WHERE stream IS NOT NULL;
INSERT INTO unmatched (kind, id, cause)
    SELECT 'contact', id, 'MODEL' FROM contact_record WHERE stream IS NOT NULL;
