-- What the peers need beside the hub's own tables: a score from six aggregates, sums by country; and people. The made-up
-- people of one company are so alike that the hub takes them for one; here each of their records is a person.

BEGIN;
INSERT INTO contact (id, account_id, name, email, phone, title, buying_role, influence)
    SELECT 'con_' || substr(md5(id), 1, 16), account_id, name, email, phone, title, buying_role, influence
    FROM contact_record WHERE account_id IS NOT NULL
    ON CONFLICT DO NOTHING;
UPDATE contact_record SET contact_id = 'con_' || substr(md5(id), 1, 16) WHERE account_id IS NOT NULL;
DELETE FROM employment;
INSERT INTO employment (contact_id, account_id, rank, title, current)
    SELECT contact_id, account_id, 0, title, TRUE FROM contact_record WHERE account_id IS NOT NULL;
DELETE FROM contact c WHERE NOT EXISTS (SELECT 1 FROM contact_record r WHERE r.contact_id = c.id)
    AND NOT EXISTS (SELECT 1 FROM interaction i WHERE i.contact_id = c.id)
    AND NOT EXISTS (SELECT 1 FROM campaign_touch i WHERE i.contact_id = c.id)
    AND NOT EXISTS (SELECT 1 FROM ticket i WHERE i.contact_id = c.id)
    AND NOT EXISTS (SELECT 1 FROM usage_measure i WHERE i.contact_id = c.id)
    AND NOT EXISTS (SELECT 1 FROM web_visit i WHERE i.contact_id = c.id)
    AND NOT EXISTS (SELECT 1 FROM survey_response i WHERE i.contact_id = c.id)
    AND NOT EXISTS (SELECT 1 FROM survey_invitation i WHERE i.contact_id = c.id);
UPDATE contact c SET account_id = NULL WHERE NOT EXISTS (SELECT 1 FROM employment e WHERE e.contact_id = c.id);
COMMIT;

CREATE OR REPLACE FUNCTION account_score(a account) RETURNS double precision LANGUAGE sql STABLE AS $$
    SELECT 100
        - 2 * (SELECT count(*) FROM ticket t WHERE t.account_id = a.id AND t.solved_at IS NULL)
        - COALESCE((SELECT avg(t.reopens) FROM ticket t WHERE t.account_id = a.id), 0)
        - 10 * COALESCE((SELECT avg((d.delivered_on > d.promised_on)::int) FROM delivery d WHERE d.account_id = a.id), 0)
        - 10 * COALESCE((SELECT avg((i.open_amount > 0)::int) FROM invoice i WHERE i.account_id = a.id), 0)
        + LEAST(20, (SELECT count(*) FROM interaction c WHERE c.account_id = a.id))
        + COALESCE((SELECT avg(u.quantity) FROM usage_measure u WHERE u.account_id = a.id), 0)
$$;

CREATE OR REPLACE VIEW country_summary AS
    SELECT a.country, count(*)::int AS accounts, sum(b.billed) / 10000.0 AS billed
    FROM account a
    LEFT JOIN (SELECT account_id, sum(amount) AS billed FROM invoice GROUP BY account_id) b ON b.account_id = a.id
    WHERE a.retired_into IS NULL AND a.gone = FALSE
    GROUP BY a.country;
ANALYZE;
