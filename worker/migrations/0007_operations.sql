-- What the addresses of one day are hashed with, so that they can be limited; no hash is stored. Gone within 36 hours.
CREATE TABLE salt (
  day INTEGER NOT NULL PRIMARY KEY, -- UTC day
  value TEXT NOT NULL -- 256 random bits in hexadecimal digits
) STRICT, WITHOUT ROWID;

-- How many posts were refused, and why. Kept for 90 days.
CREATE TABLE refusal (
  site TEXT NOT NULL, -- '' where the post was for no site that there is
  day INTEGER NOT NULL, -- UTC day
  reason TEXT NOT NULL, -- a code of core/problems.ts
  count INTEGER NOT NULL,
  PRIMARY KEY (site, day, reason)
) STRICT, WITHOUT ROWID;

-- When each job of the cron last ran to its end, and when it last failed.
CREATE TABLE job (
  name TEXT NOT NULL PRIMARY KEY,
  ran_at INTEGER, -- epoch milliseconds
  failed_at INTEGER
) STRICT, WITHOUT ROWID;

-- Cloudflare Turnstile, where a site has it. The secret is kept as it is: siteverify is asked with it.
ALTER TABLE site ADD COLUMN turnstile_key TEXT;
ALTER TABLE site ADD COLUMN turnstile_secret TEXT;
