-- The answer as it went out, byte for byte; `response` was never written and goes with a later
-- version. A secret is in it only encrypted, or not at all; see postgres/PgIdempotency.

ALTER TABLE idempotency_keys
  ADD COLUMN answer bytea,
  ADD COLUMN answer_form text NOT NULL DEFAULT 'plain'
    CHECK (answer_form IN ('plain', 'sealed', 'withheld'));
