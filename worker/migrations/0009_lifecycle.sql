-- Everything personal was taken from the responses up to this id; what comes late for them is not stored.
ALTER TABLE watermark ADD COLUMN anonymised_to TEXT NOT NULL DEFAULT '';
