-- Ids of accounts and people compare byte by byte wherever they stand. PostgreSQL takes no index of a column that is
-- compared in another way than what it is held against: who was found by an id had to be looked for in all scores.
{on_pg}DO $$ DECLARE it RECORD; BEGIN FOR it IN SELECT c.conrelid::regclass AS held, a.attname AS named FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1] WHERE c.contype = 'f' AND c.confrelid IN ('account'::regclass, 'contact'::regclass) AND a.attcollation <> '"C"'::regcollation LOOP EXECUTE format('ALTER TABLE %s ALTER COLUMN %I TYPE TEXT COLLATE "C"', it.held, it.named); END LOOP; END $$;
{on_pg}ALTER TABLE lineage ALTER COLUMN id TYPE TEXT COLLATE "C";
