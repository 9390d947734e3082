-- What tells a commit from another that got the same number, for those of which nothing else is kept.
--
-- A released migration is never edited.

-- The commit's mark; 0 for what was forgotten before marks were kept.
ALTER TABLE touched ADD COLUMN mark BIGINT NOT NULL DEFAULT 0;
