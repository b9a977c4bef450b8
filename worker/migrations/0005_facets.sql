-- What a response or view is broken down by; '' where nothing was said.
ALTER TABLE response ADD COLUMN touchpoint TEXT NOT NULL DEFAULT '';
ALTER TABLE response ADD COLUMN stage TEXT NOT NULL DEFAULT '';
ALTER TABLE response ADD COLUMN locale TEXT NOT NULL DEFAULT '';
ALTER TABLE response ADD COLUMN device TEXT NOT NULL DEFAULT '';
ALTER TABLE response ADD COLUMN channel TEXT NOT NULL DEFAULT '';
ALTER TABLE response ADD COLUMN properties TEXT; -- JSON object of those that the site declared then, or NULL for none
ALTER TABLE view ADD COLUMN touchpoint TEXT NOT NULL DEFAULT '';
ALTER TABLE view ADD COLUMN stage TEXT NOT NULL DEFAULT '';
ALTER TABLE view ADD COLUMN locale TEXT NOT NULL DEFAULT '';
ALTER TABLE view ADD COLUMN device TEXT NOT NULL DEFAULT '';
ALTER TABLE view ADD COLUMN channel TEXT NOT NULL DEFAULT '';
ALTER TABLE view ADD COLUMN properties TEXT;

-- 'spam', 'test' or 'deleted': what is marked is counted nowhere. Of what is deleted the id alone stays, so that a post
-- which comes again is known.
ALTER TABLE response ADD COLUMN mark TEXT;
ALTER TABLE view ADD COLUMN mark TEXT;

-- What the team did with a response.
ALTER TABLE response ADD COLUMN status TEXT NOT NULL DEFAULT ''; -- '' for unread, 'read', 'done' or 'archived'
ALTER TABLE response ADD COLUMN tags TEXT; -- JSON array, or NULL for none

-- Rows of earlier days were dropped, and their tallies kept: they can no longer be verified.
ALTER TABLE watermark ADD COLUMN verified_from INTEGER NOT NULL DEFAULT 0; -- UTC day

ALTER TABLE site ADD COLUMN facets TEXT; -- JSON array of the properties that are facets, or NULL for none
ALTER TABLE site ADD COLUMN retention TEXT; -- JSON, core/contract.ts Retention, or NULL to keep everything
