-- Who may ask what, and where.
CREATE TABLE site (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  origins TEXT NOT NULL -- JSON array
) STRICT, WITHOUT ROWID;

CREATE TABLE survey (
  site TEXT NOT NULL,
  id TEXT NOT NULL,
  definition TEXT NOT NULL, -- JSON, core/contract.ts Survey
  PRIMARY KEY (site, id)
) STRICT, WITHOUT ROWID;

-- One row per response and no secondary index: one row written per insert. Long text last.
CREATE TABLE response (
  site TEXT NOT NULL,
  survey TEXT NOT NULL,
  id TEXT NOT NULL, -- UUIDv7 made in the browser
  rev INTEGER NOT NULL,
  received_at INTEGER NOT NULL, -- epoch milliseconds of the first post
  day INTEGER NOT NULL, -- UTC day of the id's time
  score INTEGER NOT NULL,
  page TEXT NOT NULL,
  comment TEXT,
  PRIMARY KEY (site, survey, id)
) STRICT, WITHOUT ROWID;

-- One row per time a survey was shown; its id is the one a response to it carries.
CREATE TABLE view (
  site TEXT NOT NULL,
  survey TEXT NOT NULL,
  id TEXT NOT NULL,
  dismissed INTEGER NOT NULL,
  day INTEGER NOT NULL,
  page TEXT NOT NULL,
  PRIMARY KEY (site, survey, id)
) STRICT, WITHOUT ROWID;

-- Everything of a survey whose id is at most this one is in tally; everything above it is not.
CREATE TABLE watermark (
  site TEXT NOT NULL,
  survey TEXT NOT NULL,
  id TEXT NOT NULL,
  PRIMARY KEY (site, survey)
) STRICT, WITHOUT ROWID;

-- Counts per facet, day and value: s0…s10 are responses by score. The day stands before the value so that a day's
-- values are counted, and capped, in one short range.
CREATE TABLE tally (
  site TEXT NOT NULL,
  survey TEXT NOT NULL,
  facet TEXT NOT NULL, -- 'total' or 'page'
  day INTEGER NOT NULL,
  value TEXT NOT NULL, -- '' for the total, '*' for the values beyond a day's cap
  s0 INTEGER NOT NULL DEFAULT 0,
  s1 INTEGER NOT NULL DEFAULT 0,
  s2 INTEGER NOT NULL DEFAULT 0,
  s3 INTEGER NOT NULL DEFAULT 0,
  s4 INTEGER NOT NULL DEFAULT 0,
  s5 INTEGER NOT NULL DEFAULT 0,
  s6 INTEGER NOT NULL DEFAULT 0,
  s7 INTEGER NOT NULL DEFAULT 0,
  s8 INTEGER NOT NULL DEFAULT 0,
  s9 INTEGER NOT NULL DEFAULT 0,
  s10 INTEGER NOT NULL DEFAULT 0,
  comments INTEGER NOT NULL DEFAULT 0,
  views INTEGER NOT NULL DEFAULT 0,
  dismissals INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (site, survey, facet, day, value)
) STRICT, WITHOUT ROWID;

CREATE TABLE person (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Secrets are kept as SHA-256 only.
CREATE TABLE sign_in_link (
  hash TEXT NOT NULL PRIMARY KEY,
  person TEXT NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE session (
  hash TEXT NOT NULL PRIMARY KEY,
  person TEXT NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
