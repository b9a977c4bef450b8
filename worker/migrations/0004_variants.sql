-- Which variant of its survey was asked; '' where the survey had none, or not the one that was said.
ALTER TABLE response ADD COLUMN variant TEXT NOT NULL DEFAULT '';
ALTER TABLE view ADD COLUMN variant TEXT NOT NULL DEFAULT '';

-- When a variant became its survey: what was measured before and after it was asked in different ways.
CREATE TABLE trend_break (
  site TEXT NOT NULL,
  survey TEXT NOT NULL,
  at INTEGER NOT NULL, -- epoch milliseconds
  winner TEXT NOT NULL, -- id of the variant
  PRIMARY KEY (site, survey, at)
) STRICT, WITHOUT ROWID;
