-- The words of comments, for search. The rowid is the start of the id as a number (store/search.ts), so that the newest
-- come first and a response is forgotten by its id; the words themselves are kept in "response" alone. "scope" has a
-- token for the site and one for the survey, so that a search never reads what another site has of the same words.
-- `wrangler d1 export` refuses a database with a virtual table: drop this one before and create it again after.
-- UPDATE watermark SET indexed_to = '' then has it filled anew, by folds and searches.
CREATE VIRTUAL TABLE search USING fts5(
  words, scope, site UNINDEXED, survey UNINDEXED, id UNINDEXED,
  content='', contentless_delete=1, contentless_unindexed=1, tokenize='unicode61 remove_diacritics 2'
);

-- Comments of a survey whose id is at most this one are in search; none above it is.
ALTER TABLE watermark ADD COLUMN indexed_to TEXT NOT NULL DEFAULT '';
