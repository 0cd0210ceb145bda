-- What a portfolio sums beside what an account's prices say already: amounts in ten-thousandths of
-- `currency`, the parts of its retention, and its shares of lines of business as a JSON object.
ALTER TABLE account_score ADD COLUMN billed {int};
ALTER TABLE account_score ADD COLUMN cost_to_serve {int};
ALTER TABLE account_score ADD COLUMN lifetime_value {int};
ALTER TABLE account_score ADD COLUMN retention_start {int};
ALTER TABLE account_score ADD COLUMN retention_expansion {int};
ALTER TABLE account_score ADD COLUMN retention_contraction {int};
ALTER TABLE account_score ADD COLUMN retention_churn {int};
ALTER TABLE account_score ADD COLUMN lines TEXT;
ALTER TABLE score_history ADD COLUMN billed {int};
ALTER TABLE score_history ADD COLUMN cost_to_serve {int};
ALTER TABLE score_history ADD COLUMN lifetime_value {int};
ALTER TABLE score_history ADD COLUMN retention_start {int};
ALTER TABLE score_history ADD COLUMN retention_expansion {int};
ALTER TABLE score_history ADD COLUMN retention_contraction {int};
ALTER TABLE score_history ADD COLUMN retention_churn {int};
ALTER TABLE score_history ADD COLUMN lines TEXT;
-- Priced anew by the next digest, from the books that are kept.
UPDATE account_score SET peers = NULL;
