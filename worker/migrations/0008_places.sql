-- Which database holds what belongs to a site: the name of its binding.
ALTER TABLE site ADD COLUMN place TEXT NOT NULL DEFAULT 'DB';

-- The one site that is being moved between databases, in the first of them. How: docs/storage.md.
CREATE TABLE move (
  only INTEGER NOT NULL PRIMARY KEY CHECK (only = 1),
  site TEXT NOT NULL,
  source TEXT NOT NULL,
  target TEXT NOT NULL,
  phase TEXT NOT NULL, -- worker/store/move/phases.ts
  cursor TEXT NOT NULL, -- JSON, how far the phase is
  since INTEGER NOT NULL, -- epoch milliseconds, the begin of the phase
  holder TEXT NOT NULL -- the step that runs; an earlier one that is still running changes nothing any more
) STRICT, WITHOUT ROWID;

-- The same holder in the database that a site moves to, so that it is checked in the transaction that writes.
CREATE TABLE move_fence (
  only INTEGER NOT NULL PRIMARY KEY CHECK (only = 1),
  holder TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Rows that were changed in the database that a site moves from, in the order of the changes, by triggers.
CREATE TABLE move_change (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL, -- the table
  key TEXT NOT NULL -- JSON array of what follows the site in its key
) STRICT;
