-- Rate budgets that several processes share: what was spent of each, and until when it rests.

CREATE TABLE budget (
    -- A hash of the credential, and the host.
    name TEXT NOT NULL PRIMARY KEY,
    -- Counts from 1; who changes a ledger says which version it read.
    version {int} NOT NULL,
    ledger TEXT NOT NULL,
    changed_at {ts} NOT NULL
){strict};
