/** What came with more kinds of events: when a container first answered, Kubernetes, blind spots. */
export const SCHEMA_2 = `
ALTER TABLE containers ADD COLUMN served_at INTEGER;  -- NULL: it never answered
ALTER TABLE containers ADD COLUMN kubernetes TEXT;    -- a JSON object; NULL: not run by Kubernetes

CREATE TABLE blind_spots (
  recording INTEGER NOT NULL REFERENCES recordings (id),
  code      TEXT NOT NULL,
  count     INTEGER,              -- NULL: not known whether it was met
  PRIMARY KEY (recording, code)
) STRICT, WITHOUT ROWID;
`;
