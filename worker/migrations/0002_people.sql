-- What a response may carry besides a score and words: reasons, an address, and who the site says the visitor is.
ALTER TABLE response ADD COLUMN reasons TEXT; -- JSON array of slugs, or NULL for none
ALTER TABLE response ADD COLUMN email TEXT;
ALTER TABLE response ADD COLUMN person TEXT;
ALTER TABLE response ADD COLUMN verified INTEGER NOT NULL DEFAULT 0; -- 1 where the person was proven by a hash

-- Kept as it is, unlike other secrets: hashes are computed with it. NULL until the team asks for it.
ALTER TABLE site ADD COLUMN identity_secret TEXT;
