-- Whoever was there before there were roles could do everything.
ALTER TABLE person ADD COLUMN is_admin INTEGER NOT NULL DEFAULT 0;
ALTER TABLE person ADD COLUMN email TEXT; -- as whoever invited them wrote it: a note, that proves nothing
UPDATE person SET is_admin = 1;

-- A link that makes whoever opens it a member of a site. It says nothing of who that is: nobody becomes by it somebody
-- who is there already.
CREATE TABLE invitation (
  hash TEXT NOT NULL PRIMARY KEY,
  site TEXT NOT NULL, -- '' for an administrator
  role TEXT NOT NULL, -- core/access.ts
  email TEXT NOT NULL,
  expires_at INTEGER NOT NULL -- epoch milliseconds
) STRICT, WITHOUT ROWID;

-- Who may do what with a site. Administrators may do everything with all of them.
CREATE TABLE member (
  site TEXT NOT NULL,
  person TEXT NOT NULL,
  role TEXT NOT NULL, -- core/access.ts
  since INTEGER NOT NULL, -- epoch milliseconds
  PRIMARY KEY (site, person)
) STRICT, WITHOUT ROWID;
CREATE INDEX member_person ON member (person);

-- Those of before have 30 days since they were begun, and begin to be idle now.
ALTER TABLE session ADD COLUMN begun_at INTEGER NOT NULL DEFAULT 0; -- epoch milliseconds
ALTER TABLE session ADD COLUMN seen_at INTEGER NOT NULL DEFAULT 0; -- epoch milliseconds, to the hour
ALTER TABLE session ADD COLUMN agent TEXT NOT NULL DEFAULT ''; -- browser and system by name, for its owner to know it by
UPDATE session SET begun_at = expires_at - 30 * 86400000, seen_at = unixepoch() * 1000;
CREATE INDEX session_person ON session (person);

CREATE TABLE passkey (
  id TEXT NOT NULL PRIMARY KEY, -- of the credential, base64url
  person TEXT NOT NULL,
  name TEXT NOT NULL, -- as its owner calls it
  public_key TEXT NOT NULL, -- COSE, base64url
  counter INTEGER NOT NULL, -- of the last signature; 0 where the authenticator counts none
  transports TEXT NOT NULL, -- JSON
  made_at INTEGER NOT NULL, -- epoch milliseconds
  used_at INTEGER -- epoch milliseconds
) STRICT, WITHOUT ROWID;
CREATE INDEX passkey_person ON passkey (person);

-- What an authenticator has to sign, once.
CREATE TABLE challenge (
  hash TEXT NOT NULL PRIMARY KEY,
  person TEXT, -- who makes a passkey; without one somebody signs in
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- API keys, and share links, which are keys to one survey that are in an address.
CREATE TABLE access_key (
  id TEXT NOT NULL PRIMARY KEY, -- what a key begins with and is known by; it is no secret
  hash TEXT NOT NULL, -- SHA-256 of the whole key
  site TEXT NOT NULL,
  name TEXT NOT NULL,
  scopes TEXT NOT NULL, -- JSON array, core/access.ts
  survey TEXT, -- of a share link
  made_by TEXT NOT NULL, -- a person
  made_at INTEGER NOT NULL, -- epoch milliseconds
  expires_at INTEGER, -- epoch milliseconds
  used_at INTEGER -- epoch milliseconds, to the hour
) STRICT, WITHOUT ROWID;
CREATE INDEX access_key_site ON access_key (site);

-- The identity secret before the present one, for as long as both prove visitors.
ALTER TABLE site ADD COLUMN earlier_secret TEXT;
ALTER TABLE site ADD COLUMN earlier_until INTEGER; -- epoch milliseconds

-- Who did what, for ever: nothing of it can be changed.
CREATE TABLE audit (
  site TEXT NOT NULL, -- '' for what is of no site
  id TEXT NOT NULL, -- UUIDv7
  actor TEXT NOT NULL, -- person or key, and its id
  actor_name TEXT NOT NULL, -- as it was then
  action TEXT NOT NULL, -- core/access.ts
  subject TEXT NOT NULL, -- what it was done to: the path below the site
  PRIMARY KEY (site, id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER audit_stays BEFORE UPDATE ON audit BEGIN SELECT raise(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_remains BEFORE DELETE ON audit BEGIN SELECT raise(ABORT, 'the audit log is append-only'); END;
