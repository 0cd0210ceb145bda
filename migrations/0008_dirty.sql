-- Who was scored for another day or by another model is looked up, however many accounts there are.
CREATE INDEX health_score_as_of ON health_score (as_of, account_id);
CREATE INDEX health_score_model ON health_score (model, account_id);
