-- The scale of a score, and of a view what it was asked on; '' for the first scale of the survey. Rows of another scale
-- have tallies of their own, whose facet begins with its name: 'csat/total'.
ALTER TABLE response ADD COLUMN scale TEXT NOT NULL DEFAULT '';
ALTER TABLE view ADD COLUMN scale TEXT NOT NULL DEFAULT '';

-- On which scales it has been asked: JSON, worker/store/series.ts SurveyScales; NULL while it has had no variants.
ALTER TABLE survey ADD COLUMN scales TEXT;
