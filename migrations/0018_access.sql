-- Who may come in, and who did what.

-- An API key. Of its secret only the SHA-256 is kept. `attributes` is a JSON object of lists, for the spans
-- of its role.
CREATE TABLE api_key (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    hash TEXT NOT NULL,
    role TEXT NOT NULL,
    attributes TEXT NOT NULL,
    points_a_minute {int},
    made_at {ts} NOT NULL,
    made_by TEXT NOT NULL,
    expires_at {ts},
    revoked_at {ts},
    last_used_on {day}
){strict};

-- What somebody ordered, and what became of it. `hash` is that of the row before and of this one's own
-- fields, so that a row that was changed or taken out is found. Rows are only added.
CREATE TABLE audit (
    number {int} NOT NULL PRIMARY KEY,
    at {ts} NOT NULL,
    who TEXT NOT NULL,
    role TEXT NOT NULL,
    request TEXT NOT NULL,
    what TEXT NOT NULL,
    outcome TEXT NOT NULL,
    hash TEXT NOT NULL
){strict};
CREATE INDEX audit_who ON audit (who, number);

{on_lite}CREATE TRIGGER audit_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'rows of audit are only added'); END;
{on_lite}CREATE TRIGGER audit_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'rows of audit are only added'); END;
{on_pg}CREATE FUNCTION audit_only_grows() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''rows of audit are only added''; END';
{on_pg}CREATE TRIGGER audit_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION audit_only_grows();
