-- What a verified person did last, so that they are not asked again on another device. Times are those of the ids.
CREATE TABLE person_act (
  site TEXT NOT NULL,
  person TEXT NOT NULL,
  survey TEXT NOT NULL,
  responded_at INTEGER, -- epoch milliseconds, NULL for never
  dismissed_at INTEGER,
  times INTEGER NOT NULL, -- ids of responses and dismissals
  PRIMARY KEY (site, person, survey)
) STRICT, WITHOUT ROWID;
