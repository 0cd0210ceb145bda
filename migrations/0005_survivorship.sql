-- Stewards' words that a record is right about a field: its value becomes the golden one.

CREATE TABLE pin (
    -- `account` or `contact`.
    kind TEXT NOT NULL,
    -- The record's origin id. It may be gone: the pin holds again when it comes back.
    record TEXT {bin} NOT NULL,
    field TEXT NOT NULL,
    reason TEXT,
    pinned_by TEXT NOT NULL,
    pinned_at {ts} NOT NULL,
    PRIMARY KEY (kind, record, field)
){strict};
