/**
 * The first schema. Never change it once it is released: add a step to
 * `migrations.ts` instead.
 *
 * Strings that a container chose have the type ANY, see `text-column.ts`. Times are
 * nanoseconds since 1970; those of events are nanoseconds since `started_at` of the
 * recording, which saves two bytes each. Ids of recordings, containers and actors are
 * never used again (AUTOINCREMENT), so that an event of a removed actor can't refer to
 * another one. For the same reason, and for speed, `events` has no foreign keys.
 */
export const SCHEMA_1 = `
CREATE TABLE recordings (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  started_at    INTEGER NOT NULL,
  ended_at      INTEGER,          -- NULL: still running, or killed
  architecture  TEXT NOT NULL,
  kernel        TEXT NOT NULL,
  cxray_version TEXT NOT NULL
) STRICT;

CREATE TABLE losses (
  recording INTEGER NOT NULL REFERENCES recordings (id),
  what      TEXT NOT NULL,
  count     INTEGER NOT NULL,
  PRIMARY KEY (recording, what)
) STRICT, WITHOUT ROWID;

CREATE TABLE containers (
  id               INTEGER PRIMARY KEY AUTOINCREMENT,
  recording        INTEGER NOT NULL REFERENCES recordings (id),
  container_id     TEXT NOT NULL, -- 64 hexadecimal digits
  name             ANY NOT NULL,
  engine           TEXT NOT NULL,
  runtime_name     ANY,           -- NULL: not known
  runtime_version  ANY,
  image_id         TEXT,          -- NULL: not known whose image it is
  image_reference  ANY,
  image_repository ANY,
  image_tag        ANY,
  image_repo_tags  TEXT,          -- a JSON array
  image_digests    TEXT,          -- a JSON array
  joined_late      INTEGER NOT NULL,
  started_at       INTEGER NOT NULL,
  stopped_at       INTEGER
) STRICT;

CREATE TABLE programs (           -- a tree: a chain of executables is one id
  id     INTEGER PRIMARY KEY,
  parent INTEGER REFERENCES programs (id),
  path   ANY NOT NULL
) STRICT;

CREATE TABLE actors (             -- a task while it runs one program
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  container INTEGER NOT NULL,
  pid       INTEGER NOT NULL,
  tid       INTEGER NOT NULL,
  ppid      INTEGER NOT NULL,
  uid       INTEGER NOT NULL,
  user      ANY NOT NULL,
  comm      ANY NOT NULL,
  phase     TEXT NOT NULL,
  origin    TEXT NOT NULL,
  program   INTEGER               -- NULL: not known
) STRICT;

CREATE TABLE behaviours (
  id     INTEGER PRIMARY KEY,
  kind   TEXT NOT NULL,
  detail TEXT NOT NULL            -- JSON, pure ASCII where the bytes are not UTF-8
) STRICT;

CREATE TABLE events (
  time      INTEGER NOT NULL,
  actor     INTEGER NOT NULL,
  behaviour INTEGER NOT NULL
) STRICT;

CREATE TABLE aggregations (       -- at most one row
  id          INTEGER PRIMARY KEY CHECK (id = 1),
  fingerprint TEXT NOT NULL
) STRICT;

CREATE TABLE baselines (
  digest   TEXT PRIMARY KEY,
  document TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- For people with the sqlite3 shell: an event a row, names instead of numbers.
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
  b.detail                      AS detail
FROM events e
JOIN actors a ON a.id = e.actor
JOIN containers c ON c.id = a.container
JOIN recordings r ON r.id = c.recording
JOIN behaviours b ON b.id = e.behaviour
LEFT JOIN programs p ON p.id = a.program;
`;
