-- Where each account stood at the end of each quarter, as JSON: what results are compared with.
-- `version` is the account's when it was made, `models` those that it was made by.
CREATE TABLE quarter (
    account_id TEXT NOT NULL REFERENCES account(id) DEFERRABLE INITIALLY DEFERRED,
    ends_on {day} NOT NULL,
    body TEXT NOT NULL,
    models TEXT NOT NULL,
    version {int} NOT NULL,
    PRIMARY KEY (account_id, ends_on)
){strict};
