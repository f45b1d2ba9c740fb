/** Adds why a recording could not be completed, and which container lost events. */
export const SCHEMA_3 = `
ALTER TABLE recordings ADD COLUMN failure TEXT; -- a word for it; NULL: none is known

CREATE TABLE container_losses (   -- of one container; those of nobody in particular are in losses
  recording    INTEGER NOT NULL REFERENCES recordings (id),
  container_id TEXT NOT NULL,
  what         TEXT NOT NULL,
  count        INTEGER NOT NULL,
  PRIMARY KEY (recording, container_id, what)
) STRICT, WITHOUT ROWID;
`;
