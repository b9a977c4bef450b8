ALTER TABLE site ADD COLUMN segments TEXT; -- JSON: rules by name, or NULL for none
