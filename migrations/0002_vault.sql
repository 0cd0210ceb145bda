-- The vault: tokens that sources give out, sealed, one row for each credential of a source.
-- `sealed` is bound to (source, credential, version). `holder` alone may renew until `held_until`.
-- `asked_at`: since when a renewal is under way whose answer is not kept. `refused_at`: the source
-- does not take the credential any more, and nothing is sent again until it is configured anew.
CREATE TABLE token (
    source TEXT NOT NULL,
    credential TEXT NOT NULL,
    version {int} NOT NULL,
    sealed {bytes},
    holder TEXT,
    held_until {ts},
    asked_at {ts},
    refused_at {ts},
    refused_status {int},
    PRIMARY KEY (source, credential)
){strict};

-- Since when a run of the source finds that it must be connected again.
ALTER TABLE source ADD COLUMN disconnected_at {ts};
