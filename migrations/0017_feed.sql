-- The data's version at which an account's own row, or its scores, last changed: the read model in memory
-- asks for what is newer than it knows. Whoever grows the data's version holds its row until the end of its
-- transaction, so that a version is never seen before an older one.
ALTER TABLE account ADD COLUMN changed {int} NOT NULL DEFAULT 0;
ALTER TABLE account_score ADD COLUMN changed {int} NOT NULL DEFAULT 0;
CREATE INDEX account_changed ON account (changed);
CREATE INDEX account_score_changed ON account_score (changed);
-- Who is served by a partner whose record moves to another account.
CREATE INDEX account_partner ON account (partner) WHERE partner IS NOT NULL;
