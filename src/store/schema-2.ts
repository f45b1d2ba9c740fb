/**
 * Adds more kinds of events: when a container first answered, its owner, Kubernetes, blind spots.
 * Older recordings lack these kinds, which is a blind spot of theirs.
 */
export const SCHEMA_2 = `
ALTER TABLE containers ADD COLUMN served_at INTEGER;  -- NULL: it never answered
ALTER TABLE containers ADD COLUMN kubernetes TEXT;    -- a JSON object; NULL: not run by Kubernetes

CREATE TABLE blind_spots (
  recording INTEGER NOT NULL REFERENCES recordings (id),
  code      TEXT NOT NULL,
  count     INTEGER,              -- NULL: not known whether it was met
  PRIMARY KEY (recording, code)
) STRICT, WITHOUT ROWID;

INSERT INTO blind_spots SELECT id, 'earlier-recording', NULL FROM recordings;

ALTER TABLE containers ADD COLUMN owner INTEGER NOT NULL DEFAULT 0; -- the user whose engine tells of it
`;
