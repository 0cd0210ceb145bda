-- First light: landed records, the unified model, golden records, scores, runs.
-- One text for both databases; src/store/sql.rs says what each {token} stands for.
-- Amounts are ten-thousandths with the currency beside; lists are JSON text.

CREATE TABLE source (
    id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    category TEXT NOT NULL,
    interval_seconds {int} NOT NULL,
    configured {bool} NOT NULL,
    last_success {ts},
    last_record {ts},
    rate_left {int},
    rate_reset {ts}
){strict};

CREATE TABLE run (
    id {serial},
    source TEXT NOT NULL,
    state TEXT NOT NULL,
    worker TEXT,
    lease {ts},
    queued_at {ts} NOT NULL,
    started_at {ts},
    finished_at {ts},
    records_read {int} NOT NULL DEFAULT 0,
    records_written {int} NOT NULL DEFAULT 0,
    records_skipped {int} NOT NULL DEFAULT 0,
    records_rejected {int} NOT NULL DEFAULT 0,
    errors TEXT NOT NULL DEFAULT '[]'
){strict};
-- A source has at most one run that waits.
CREATE UNIQUE INDEX run_waiting ON run (source) WHERE state = 'QUEUED';
CREATE INDEX run_open ON run (id) WHERE state IN ('QUEUED', 'RUNNING');
CREATE INDEX run_of_source ON run (source, id);

-- Who alone may do a step now, and until when.
CREATE TABLE lease (
    name TEXT NOT NULL PRIMARY KEY,
    worker TEXT NOT NULL,
    ends_at {ts} NOT NULL
){strict};

CREATE TABLE setting (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
){strict};

-- Every version of every record. `opens`: the first version of its key.
CREATE TABLE record (
    seq {serial},
    source TEXT {bin} NOT NULL,
    stream TEXT {bin} NOT NULL,
    key TEXT {bin} NOT NULL,
    hash {bytes} NOT NULL,
    raw TEXT NOT NULL,
    shaped TEXT,
    deleted {bool} NOT NULL,
    opens {bool} NOT NULL,
    run {int} NOT NULL,
    known_from {ts} NOT NULL,
    known_to {ts}
){strict};
-- The key first, and the other over an expression: before it has statistics, PostgreSQL would look
-- keys up by an index that begins with (source, stream), and read the whole stream for every page.
CREATE UNIQUE INDEX record_current ON record (key, source, stream) WHERE known_to IS NULL;
CREATE INDEX record_landed ON record ((source || '/' || stream), seq) WHERE known_to IS NULL;

-- What could not be read (step LAND) or understood (step MAP, in one of the two phases of mapping).
-- `raw` is bytes: it may be anything. `path` is empty for a refusal of the whole record.
CREATE TABLE dead_letter (
    source TEXT NOT NULL,
    stream TEXT NOT NULL,
    key TEXT NOT NULL,
    step TEXT NOT NULL,
    phase TEXT NOT NULL,
    code TEXT NOT NULL,
    message TEXT NOT NULL,
    path TEXT NOT NULL,
    raw {bytes} NOT NULL,
    set_aside_at {ts} NOT NULL,
    PRIMARY KEY (source, stream, key, step, phase, path)
){strict};

-- A stream's state, and how far each phase has mapped it: `_seq` under the mapping `_mapping`,
-- `_top` under any mapping.
CREATE TABLE stream (
    source TEXT NOT NULL,
    name TEXT NOT NULL,
    state TEXT,
    parties_seq {int} NOT NULL DEFAULT 0,
    parties_top {int} NOT NULL DEFAULT 0,
    parties_mapping TEXT,
    facts_seq {int} NOT NULL DEFAULT 0,
    facts_top {int} NOT NULL DEFAULT 0,
    facts_mapping TEXT,
    PRIMARY KEY (source, name)
){strict};

-- Golden accounts. `name_key` is the name in lower case, for order and search; `fingerprint` that
-- of the decision as written; `gone` that none of its records is left.
CREATE TABLE account (
    id TEXT {bin} NOT NULL PRIMARY KEY,
    version {int} NOT NULL DEFAULT 0,
    fingerprint TEXT,
    gone {bool} NOT NULL DEFAULT FALSE,
    retired_into TEXT REFERENCES account(id) DEFERRABLE INITIALLY DEFERRED,
    parent_id TEXT REFERENCES account(id) DEFERRABLE INITIALLY DEFERRED,
    name_key TEXT {bin},
    "name" TEXT,
    "legal_name" TEXT,
    "domain" TEXT,
    "phone" TEXT,
    "street" TEXT,
    "city" TEXT,
    "postal_code" TEXT,
    "region" TEXT,
    "country" TEXT,
    "industry" TEXT,
    "lines_of_business" TEXT,
    "employees" {int},
    "annual_revenue" {int},
    "annual_revenue_currency" TEXT,
    "vat" TEXT,
    "duns" TEXT,
    "time_zone" TEXT,
    "parent" TEXT,
    "partner" TEXT,
    "owner" TEXT,
    "customer_since" {day},
    "receives_goods" {bool},
    "termination_notice_on" {day},
    "changed_at" {ts}
){strict};
CREATE INDEX account_by_name ON account (name_key, id);
CREATE INDEX account_parent ON account (parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX account_retired ON account (retired_into) WHERE retired_into IS NOT NULL;

-- Golden contacts. `account_id` is the present employer; the rest as in account.
CREATE TABLE contact (
    id TEXT {bin} NOT NULL PRIMARY KEY,
    fingerprint TEXT,
    gone {bool} NOT NULL DEFAULT FALSE,
    account_id TEXT REFERENCES account(id) DEFERRABLE INITIALLY DEFERRED,
    retired_into TEXT REFERENCES contact(id) DEFERRABLE INITIALLY DEFERRED,
    "name" TEXT,
    "given_name" TEXT,
    "family_name" TEXT,
    "email" TEXT,
    "phone" TEXT,
    "title" TEXT,
    "buying_role" TEXT,
    "influence" {int},
    "champion" TEXT,
    "champion_confirmed_on" {day},
    "reports_to" TEXT,
    "left_on" {day},
    "company_name" TEXT,
    "changed_at" {ts}
){strict};
CREATE INDEX contact_account ON contact (account_id);
CREATE INDEX contact_retired ON contact (retired_into) WHERE retired_into IS NOT NULL;

CREATE TABLE employment (
    contact_id TEXT NOT NULL REFERENCES contact(id) DEFERRABLE INITIALLY DEFERRED,
    account_id TEXT NOT NULL REFERENCES account(id) DEFERRABLE INITIALLY DEFERRED,
    rank {int} NOT NULL,
    title TEXT,
    current {bool} NOT NULL,
    ended_on {day},
    PRIMARY KEY (contact_id, rank)
){strict};
CREATE INDEX employment_account ON employment (account_id);

-- Why a golden field holds what it holds. `kind` is account or contact.
CREATE TABLE lineage (
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    field TEXT NOT NULL,
    rank {int} NOT NULL,
    value TEXT NOT NULL,
    source TEXT NOT NULL,
    stream TEXT NOT NULL,
    key TEXT NOT NULL,
    rule TEXT NOT NULL,
    losers TEXT NOT NULL,
    PRIMARY KEY (kind, id, field)
){strict};

-- Accounts that changed since they were last scored.
CREATE TABLE dirty_account (
    account_id TEXT NOT NULL PRIMARY KEY REFERENCES account(id) DEFERRABLE INITIALLY DEFERRED
){strict};

CREATE TABLE data_version (
    one {int} NOT NULL PRIMARY KEY CHECK (one = 1),
    version {int} NOT NULL
){strict};
INSERT INTO data_version (one, version) VALUES (1, 0);

CREATE TABLE health_score (
    account_id TEXT NOT NULL PRIMARY KEY REFERENCES account(id) DEFERRABLE INITIALLY DEFERRED,
    value {real},
    computed {real},
    band TEXT,
    confidence TEXT NOT NULL,
    coverage {real} NOT NULL,
    low {real} NOT NULL,
    high {real} NOT NULL,
    model TEXT NOT NULL,
    as_of {day} NOT NULL,
    version {int} NOT NULL,
    computed_at {ts} NOT NULL
){strict};
CREATE INDEX health_by_value ON health_score (value, account_id);

-- The unified model, one table per kind of entity. `id` is source:key. A row whose `stream` is
-- NULL was begun by an addition and waits for its own record. `_ref` is what the source says,
-- `_id` the golden record it was resolved to, `_added` that an addition said it.

CREATE TABLE account_record (
    id TEXT NOT NULL PRIMARY KEY,
    source TEXT NOT NULL,
    stream TEXT,
    record_key TEXT,
    url TEXT,
    account_id TEXT REFERENCES account(id) DEFERRABLE INITIALLY DEFERRED,
    "name" TEXT,
    "legal_name" TEXT,
    "domain" TEXT,
    "phone" TEXT,
    "street" TEXT,
    "city" TEXT,
    "postal_code" TEXT,
    "region" TEXT,
    "country" TEXT,
    "industry" TEXT,
    "lines_of_business" TEXT,
    "employees" {int},
    "annual_revenue" {int},
    "annual_revenue_currency" TEXT,
    "vat" TEXT,
    "duns" TEXT,
    "time_zone" TEXT,
    "parent" TEXT,
    "partner" TEXT,
    "owner" TEXT,
    "customer_since" {day},
    "receives_goods" {bool},
    "termination_notice_on" {day},
    "changed_at" {ts}
){strict};
CREATE INDEX account_record_from ON account_record (record_key);
CREATE INDEX account_record_account ON account_record (account_id);

CREATE TABLE contact_record (
    id TEXT NOT NULL PRIMARY KEY,
    source TEXT NOT NULL,
    stream TEXT,
    record_key TEXT,
    url TEXT,
    account_ref TEXT,
    account_added {bool} NOT NULL DEFAULT FALSE,
    account_id TEXT REFERENCES account(id) DEFERRABLE INITIALLY DEFERRED,
    contact_id TEXT REFERENCES contact(id) DEFERRABLE INITIALLY DEFERRED,
    "name" TEXT,
    "given_name" TEXT,
    "family_name" TEXT,
    "email" TEXT,
    "phone" TEXT,
    "title" TEXT,
    "buying_role" TEXT,
    "influence" {int},
    "champion" TEXT,
    "champion_confirmed_on" {day},
    "reports_to" TEXT,
    "left_on" {day},
    "company_name" TEXT,
    "changed_at" {ts}
){strict};
CREATE INDEX contact_record_from ON contact_record (record_key);
CREATE INDEX contact_record_account ON contact_record (account_id);
CREATE INDEX contact_record_account_ref ON contact_record (account_ref) WHERE account_ref IS NOT NULL;
CREATE INDEX contact_record_contact ON contact_record (contact_id);

CREATE TABLE team_member (
    id TEXT NOT NULL PRIMARY KEY,
    source TEXT NOT NULL,
    stream TEXT,
    record_key TEXT,
    url TEXT,
    "name" TEXT,
    "email" TEXT,
    "team" TEXT
){strict};
CREATE INDEX team_member_from ON team_member (record_key);

CREATE TABLE product (
    id TEXT NOT NULL PRIMARY KEY,
    source TEXT NOT NULL,
    stream TEXT,
    record_key TEXT,
    url TEXT,
    "name" TEXT,
    "sku" TEXT,
    "family" TEXT,
    "form" TEXT,
    "unit_price" {int},
    "unit_price_currency" TEXT
){strict};
CREATE INDEX product_from ON product (record_key);

CREATE TABLE contract (
    id TEXT NOT NULL PRIMARY KEY,
    source TEXT NOT NULL,
    stream TEXT,
    record_key TEXT,
    url TEXT,
    account_ref TEXT,
    account_added {bool} NOT NULL DEFAULT FALSE,
    account_id TEXT REFERENCES account(id) DEFERRABLE INITIALLY DEFERRED,
    "name" TEXT,
    "form" TEXT,
    "starts_on" {day},
    "ends_on" {day},
    "annual_value" {int},
    "annual_value_currency" TEXT,
    "seats" {int},
    "modules" TEXT,
    "status" TEXT,
    "renewed_on" {day},
    "renewed_value" {int},
    "renewed_value_currency" TEXT,
    "renews" TEXT,
    "notice_on" {day},
    "go_live_planned" {day},
    "go_live_actual" {day}
){strict};
CREATE INDEX contract_from ON contract (record_key);
CREATE INDEX contract_account ON contract (account_id);
CREATE INDEX contract_account_ref ON contract (account_ref) WHERE account_ref IS NOT NULL;

CREATE TABLE deal (
    id TEXT NOT NULL PRIMARY KEY,
    source TEXT NOT NULL,
    stream TEXT,
    record_key TEXT,
    url TEXT,
    account_ref TEXT,
    account_added {bool} NOT NULL DEFAULT FALSE,
    account_id TEXT REFERENCES account(id) DEFERRABLE INITIALLY DEFERRED,
    "name" TEXT,
    "form" TEXT,
    "stage" TEXT,
    "amount" {int},
    "amount_currency" TEXT,
    "probability" {real},
    "opened_at" {ts},
    "closed_at" {ts},
    "won" {bool},
    "expected_close_on" {day},
    "first_expected_close_on" {day},
    "product" TEXT,
    "contract" TEXT,
    "owner" TEXT
){strict};
CREATE INDEX deal_from ON deal (record_key);
CREATE INDEX deal_account ON deal (account_id);
CREATE INDEX deal_account_ref ON deal (account_ref) WHERE account_ref IS NOT NULL;

CREATE TABLE quote (
    id TEXT NOT NULL PRIMARY KEY,
    source TEXT NOT NULL,
    stream TEXT,
    record_key TEXT,
    url TEXT,
    account_ref TEXT,
    account_added {bool} NOT NULL DEFAULT FALSE,
    account_id TEXT REFERENCES account(id) DEFERRABLE INITIALLY DEFERRED,
    "deal" TEXT,
    "requested_at" {ts},
    "sent_at" {ts},
    "amount" {int},
    "amount_currency" TEXT,
    "status" TEXT
){strict};
CREATE INDEX quote_from ON quote (record_key);
CREATE INDEX quote_account ON quote (account_id);
CREATE INDEX quote_account_ref ON quote (account_ref) WHERE account_ref IS NOT NULL;

CREATE TABLE sales_order (
    id TEXT NOT NULL PRIMARY KEY,
    source TEXT NOT NULL,
    stream TEXT,
    record_key TEXT,
    url TEXT,
    account_ref TEXT,
    account_added {bool} NOT NULL DEFAULT FALSE,
    account_id TEXT REFERENCES account(id) DEFERRABLE INITIALLY DEFERRED,
    "number" TEXT,
    "ordered_on" {day},
    "promised_on" {day},
    "promise_changes" {int},
    "amount" {int},
    "amount_currency" TEXT,
    "status" TEXT,
    "families" TEXT
){strict};
CREATE INDEX sales_order_from ON sales_order (record_key);
CREATE INDEX sales_order_account ON sales_order (account_id);
CREATE INDEX sales_order_account_ref ON sales_order (account_ref) WHERE account_ref IS NOT NULL;

CREATE TABLE delivery (
    id TEXT NOT NULL PRIMARY KEY,
    source TEXT NOT NULL,
    stream TEXT,
    record_key TEXT,
    url TEXT,
    account_ref TEXT,
    account_added {bool} NOT NULL DEFAULT FALSE,
    account_id TEXT REFERENCES account(id) DEFERRABLE INITIALLY DEFERRED,
    "order" TEXT,
    "product" TEXT,
    "quantity" {real},
    "ordered_on" {day},
    "promised_on" {day},
    "delivered_on" {day}
){strict};
CREATE INDEX delivery_from ON delivery (record_key);
CREATE INDEX delivery_account ON delivery (account_id);
CREATE INDEX delivery_account_ref ON delivery (account_ref) WHERE account_ref IS NOT NULL;

CREATE TABLE sales_return (
    id TEXT NOT NULL PRIMARY KEY,
    source TEXT NOT NULL,
    stream TEXT,
    record_key TEXT,
    url TEXT,
    account_ref TEXT,
    account_added {bool} NOT NULL DEFAULT FALSE,
    account_id TEXT REFERENCES account(id) DEFERRABLE INITIALLY DEFERRED,
    "invoice" TEXT,
    "product" TEXT,
    "quantity" {real},
    "returned_on" {day},
    "amount" {int},
    "amount_currency" TEXT,
    "reason" TEXT
){strict};
CREATE INDEX sales_return_from ON sales_return (record_key);
CREATE INDEX sales_return_account ON sales_return (account_id);
CREATE INDEX sales_return_account_ref ON sales_return (account_ref) WHERE account_ref IS NOT NULL;

CREATE TABLE invoice (
    id TEXT NOT NULL PRIMARY KEY,
    source TEXT NOT NULL,
    stream TEXT,
    record_key TEXT,
    url TEXT,
    account_ref TEXT,
    account_added {bool} NOT NULL DEFAULT FALSE,
    account_id TEXT REFERENCES account(id) DEFERRABLE INITIALLY DEFERRED,
    "number" TEXT,
    "issued_on" {day},
    "due_on" {day},
    "amount" {int},
    "amount_currency" TEXT,
    "net_amount" {int},
    "net_amount_currency" TEXT,
    "open_amount" {int},
    "open_amount_currency" TEXT,
    "recurring" {bool},
    "status" TEXT,
    "order" TEXT
){strict};
CREATE INDEX invoice_from ON invoice (record_key);
CREATE INDEX invoice_account ON invoice (account_id);
CREATE INDEX invoice_account_ref ON invoice (account_ref) WHERE account_ref IS NOT NULL;

CREATE TABLE credit (
    id TEXT NOT NULL PRIMARY KEY,
    source TEXT NOT NULL,
    stream TEXT,
    record_key TEXT,
    url TEXT,
    account_ref TEXT,
    account_added {bool} NOT NULL DEFAULT FALSE,
    account_id TEXT REFERENCES account(id) DEFERRABLE INITIALLY DEFERRED,
    "invoice" TEXT,
    "issued_on" {day},
    "amount" {int},
    "amount_currency" TEXT,
    "reason" TEXT
){strict};
CREATE INDEX credit_from ON credit (record_key);
CREATE INDEX credit_account ON credit (account_id);
CREATE INDEX credit_account_ref ON credit (account_ref) WHERE account_ref IS NOT NULL;

CREATE TABLE payment (
    id TEXT NOT NULL PRIMARY KEY,
    source TEXT NOT NULL,
    stream TEXT,
    record_key TEXT,
    url TEXT,
    account_ref TEXT,
    account_added {bool} NOT NULL DEFAULT FALSE,
    account_id TEXT REFERENCES account(id) DEFERRABLE INITIALLY DEFERRED,
    "invoice" TEXT,
    "paid_on" {day},
    "amount" {int},
    "amount_currency" TEXT
){strict};
CREATE INDEX payment_from ON payment (record_key);
CREATE INDEX payment_account ON payment (account_id);
CREATE INDEX payment_account_ref ON payment (account_ref) WHERE account_ref IS NOT NULL;

CREATE TABLE dispute (
    id TEXT NOT NULL PRIMARY KEY,
    source TEXT NOT NULL,
    stream TEXT,
    record_key TEXT,
    url TEXT,
    account_ref TEXT,
    account_added {bool} NOT NULL DEFAULT FALSE,
    account_id TEXT REFERENCES account(id) DEFERRABLE INITIALLY DEFERRED,
    contact_ref TEXT,
    contact_added {bool} NOT NULL DEFAULT FALSE,
    contact_id TEXT REFERENCES contact(id) DEFERRABLE INITIALLY DEFERRED,
    "invoice_number" TEXT,
    "opened_at" {ts},
    "solved_at" {ts},
    "reason" TEXT
){strict};
CREATE INDEX dispute_from ON dispute (record_key);
CREATE INDEX dispute_account ON dispute (account_id);
CREATE INDEX dispute_account_ref ON dispute (account_ref) WHERE account_ref IS NOT NULL;
CREATE INDEX dispute_contact_ref ON dispute (contact_ref) WHERE contact_ref IS NOT NULL;

CREATE TABLE ticket (
    id TEXT NOT NULL PRIMARY KEY,
    source TEXT NOT NULL,
    stream TEXT,
    record_key TEXT,
    url TEXT,
    account_ref TEXT,
    account_added {bool} NOT NULL DEFAULT FALSE,
    account_id TEXT REFERENCES account(id) DEFERRABLE INITIALLY DEFERRED,
    contact_ref TEXT,
    contact_added {bool} NOT NULL DEFAULT FALSE,
    contact_id TEXT REFERENCES contact(id) DEFERRABLE INITIALLY DEFERRED,
    "subject" TEXT,
    "priority" TEXT,
    "status" TEXT,
    "topic" TEXT,
    "channel" TEXT,
    "opened_at" {ts},
    "first_reply_at" {ts},
    "solved_at" {ts},
    "replies" {int},
    "reopens" {int},
    "assignee" TEXT
){strict};
CREATE INDEX ticket_from ON ticket (record_key);
CREATE INDEX ticket_account ON ticket (account_id);
CREATE INDEX ticket_account_ref ON ticket (account_ref) WHERE account_ref IS NOT NULL;
CREATE INDEX ticket_contact_ref ON ticket (contact_ref) WHERE contact_ref IS NOT NULL;

CREATE TABLE sla_target (
    id TEXT NOT NULL PRIMARY KEY,
    source TEXT NOT NULL,
    stream TEXT,
    record_key TEXT,
    url TEXT,
    account_ref TEXT,
    account_added {bool} NOT NULL DEFAULT FALSE,
    account_id TEXT REFERENCES account(id) DEFERRABLE INITIALLY DEFERRED,
    "ticket" TEXT,
    "metric" TEXT,
    "at" {ts},
    "met" {bool}
){strict};
CREATE INDEX sla_target_from ON sla_target (record_key);
CREATE INDEX sla_target_account ON sla_target (account_id);
CREATE INDEX sla_target_account_ref ON sla_target (account_ref) WHERE account_ref IS NOT NULL;

CREATE TABLE interaction (
    id TEXT NOT NULL PRIMARY KEY,
    source TEXT NOT NULL,
    stream TEXT,
    record_key TEXT,
    url TEXT,
    account_ref TEXT,
    account_added {bool} NOT NULL DEFAULT FALSE,
    account_id TEXT REFERENCES account(id) DEFERRABLE INITIALLY DEFERRED,
    contact_ref TEXT,
    contact_added {bool} NOT NULL DEFAULT FALSE,
    contact_id TEXT REFERENCES contact(id) DEFERRABLE INITIALLY DEFERRED,
    "form" TEXT,
    "at" {ts},
    "direction" TEXT,
    "human" {bool},
    "two_way" {bool},
    "subject" TEXT,
    "team_member" TEXT
){strict};
CREATE INDEX interaction_from ON interaction (record_key);
CREATE INDEX interaction_account ON interaction (account_id);
CREATE INDEX interaction_account_ref ON interaction (account_ref) WHERE account_ref IS NOT NULL;
CREATE INDEX interaction_contact_ref ON interaction (contact_ref) WHERE contact_ref IS NOT NULL;

CREATE TABLE campaign_touch (
    id TEXT NOT NULL PRIMARY KEY,
    source TEXT NOT NULL,
    stream TEXT,
    record_key TEXT,
    url TEXT,
    account_ref TEXT,
    account_added {bool} NOT NULL DEFAULT FALSE,
    account_id TEXT REFERENCES account(id) DEFERRABLE INITIALLY DEFERRED,
    contact_ref TEXT,
    contact_added {bool} NOT NULL DEFAULT FALSE,
    contact_id TEXT REFERENCES contact(id) DEFERRABLE INITIALLY DEFERRED,
    "campaign" TEXT,
    "form" TEXT,
    "at" {ts},
    "message" TEXT
){strict};
CREATE INDEX campaign_touch_from ON campaign_touch (record_key);
CREATE INDEX campaign_touch_account ON campaign_touch (account_id);
CREATE INDEX campaign_touch_account_ref ON campaign_touch (account_ref) WHERE account_ref IS NOT NULL;
CREATE INDEX campaign_touch_contact_ref ON campaign_touch (contact_ref) WHERE contact_ref IS NOT NULL;

CREATE TABLE web_visit (
    id TEXT NOT NULL PRIMARY KEY,
    source TEXT NOT NULL,
    stream TEXT,
    record_key TEXT,
    url TEXT,
    account_ref TEXT,
    account_added {bool} NOT NULL DEFAULT FALSE,
    account_id TEXT REFERENCES account(id) DEFERRABLE INITIALLY DEFERRED,
    contact_ref TEXT,
    contact_added {bool} NOT NULL DEFAULT FALSE,
    contact_id TEXT REFERENCES contact(id) DEFERRABLE INITIALLY DEFERRED,
    "at" {ts},
    "page" TEXT,
    "high_intent" {bool}
){strict};
CREATE INDEX web_visit_from ON web_visit (record_key);
CREATE INDEX web_visit_account ON web_visit (account_id);
CREATE INDEX web_visit_account_ref ON web_visit (account_ref) WHERE account_ref IS NOT NULL;
CREATE INDEX web_visit_contact_ref ON web_visit (contact_ref) WHERE contact_ref IS NOT NULL;

CREATE TABLE usage_measure (
    id TEXT NOT NULL PRIMARY KEY,
    source TEXT NOT NULL,
    stream TEXT,
    record_key TEXT,
    url TEXT,
    account_ref TEXT,
    account_added {bool} NOT NULL DEFAULT FALSE,
    account_id TEXT REFERENCES account(id) DEFERRABLE INITIALLY DEFERRED,
    contact_ref TEXT,
    contact_added {bool} NOT NULL DEFAULT FALSE,
    contact_id TEXT REFERENCES contact(id) DEFERRABLE INITIALLY DEFERRED,
    "day" {day},
    "module" TEXT,
    "user" TEXT,
    "quantity" {real}
){strict};
CREATE INDEX usage_measure_from ON usage_measure (record_key);
CREATE INDEX usage_measure_account ON usage_measure (account_id);
CREATE INDEX usage_measure_account_ref ON usage_measure (account_ref) WHERE account_ref IS NOT NULL;
CREATE INDEX usage_measure_contact_ref ON usage_measure (contact_ref) WHERE contact_ref IS NOT NULL;

CREATE TABLE survey_response (
    id TEXT NOT NULL PRIMARY KEY,
    source TEXT NOT NULL,
    stream TEXT,
    record_key TEXT,
    url TEXT,
    account_ref TEXT,
    account_added {bool} NOT NULL DEFAULT FALSE,
    account_id TEXT REFERENCES account(id) DEFERRABLE INITIALLY DEFERRED,
    contact_ref TEXT,
    contact_added {bool} NOT NULL DEFAULT FALSE,
    contact_id TEXT REFERENCES contact(id) DEFERRABLE INITIALLY DEFERRED,
    "instrument" TEXT,
    "item" TEXT,
    "score" {real},
    "scale_low" {real},
    "scale_high" {real},
    "polarity" TEXT,
    "touchpoint" TEXT,
    "prong" TEXT,
    "at" {ts},
    "verbatim" TEXT
){strict};
CREATE INDEX survey_response_from ON survey_response (record_key);
CREATE INDEX survey_response_account ON survey_response (account_id);
CREATE INDEX survey_response_account_ref ON survey_response (account_ref) WHERE account_ref IS NOT NULL;
CREATE INDEX survey_response_contact_ref ON survey_response (contact_ref) WHERE contact_ref IS NOT NULL;

CREATE TABLE milestone (
    id TEXT NOT NULL PRIMARY KEY,
    source TEXT NOT NULL,
    stream TEXT,
    record_key TEXT,
    url TEXT,
    account_ref TEXT,
    account_added {bool} NOT NULL DEFAULT FALSE,
    account_id TEXT REFERENCES account(id) DEFERRABLE INITIALLY DEFERRED,
    "name" TEXT,
    "due_on" {day},
    "done_on" {day},
    "owner" TEXT
){strict};
CREATE INDEX milestone_from ON milestone (record_key);
CREATE INDEX milestone_account ON milestone (account_id);
CREATE INDEX milestone_account_ref ON milestone (account_ref) WHERE account_ref IS NOT NULL;

CREATE TABLE exchange_rate (
    id TEXT NOT NULL PRIMARY KEY,
    source TEXT NOT NULL,
    stream TEXT,
    record_key TEXT,
    url TEXT,
    "currency" TEXT,
    "rate" {real},
    "base" TEXT,
    "valid_on" {day}
){strict};
CREATE INDEX exchange_rate_from ON exchange_rate (record_key);
