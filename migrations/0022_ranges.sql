-- The least and the most of what is at risk, by the ranges of the probabilities; in ten-thousandths. NULL of
-- what was priced before they were kept.
ALTER TABLE account_score ADD COLUMN at_risk_low {int};
ALTER TABLE account_score ADD COLUMN at_risk_high {int};
ALTER TABLE score_history ADD COLUMN at_risk_low {int};
ALTER TABLE score_history ADD COLUMN at_risk_high {int};
-- No snapshot of peers has this name: the next scoring prices all accounts again, which reads no facts.
UPDATE account_score SET peers = '' WHERE peers IS NOT NULL;
