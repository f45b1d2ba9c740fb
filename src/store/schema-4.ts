/**
 * - A baseline belongs to the name of an image, and not to one build.
 * - A process also has its pid in the container, which gets into names of files.
 * - The local port of a connection belongs to the event and not to the behaviour, because it
 *   always differs. So all connections to one address are one behaviour.
 */
export const SCHEMA_4 = `
ALTER TABLE actors ADD COLUMN container_pid INTEGER; -- NULL: recorded before schema 4

ALTER TABLE events ADD COLUMN local_port INTEGER; -- NULL: no connect

UPDATE events SET local_port = json_extract(b.detail, '$.local.port')
FROM behaviours b WHERE b.id = events.behaviour AND b.kind = 'connect';
UPDATE behaviours SET detail = json_remove(detail, '$.local.port') WHERE kind = 'connect';

ALTER TABLE baselines RENAME COLUMN digest TO name;

DROP VIEW timeline;
CREATE VIEW timeline AS
SELECT
  strftime('%Y-%m-%dT%H:%M:%fZ', (r.started_at + e.time) / 1e9, 'unixepoch') AS time,
  substr(c.container_id, 1, 12) AS container,
  c.name                        AS name,
  c.image_reference             AS image,
  a.phase                       AS phase,
  a.origin                      AS origin,
  a.pid                         AS pid,
  a.uid                         AS uid,
  a.comm                        AS comm,
  p.path                        AS program,
  b.kind                        AS kind,
  b.detail                      AS detail,
  e.local_port                  AS local_port
FROM events e
JOIN actors a ON a.id = e.actor
JOIN containers c ON c.id = a.container
JOIN recordings r ON r.id = c.recording
JOIN behaviours b ON b.id = e.behaviour
LEFT JOIN programs p ON p.id = a.program;
`;
