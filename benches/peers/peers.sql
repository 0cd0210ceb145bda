-- What the peers need beside the hub's own tables: a score from six aggregates, and sums by country.

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
