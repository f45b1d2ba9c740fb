// Reads a recording's database by SQL, and not through cxray's own code.
import { existsSync, statSync } from "node:fs";
import Database from "better-sqlite3";

function read(file, use) {
  const db = new Database(file, { readonly: true });
  try {
    return use(db);
  } finally {
    db.close();
  }
}

/** Megabytes of a database and of the files beside it. */
export function megabytesOf(file) {
  const files = [file, `${file}-wal`].filter((each) => existsSync(each));
  return files.reduce((sum, each) => sum + statSync(each).size, 0) / 1e6;
}

/** What a database says was lost, of one container or of nobody in particular. */
export function lossesIn(file) {
  const sql = `SELECT coalesce(sum(count), 0) FROM
    (SELECT count FROM losses UNION ALL SELECT count FROM container_losses)`;
  return read(file, (db) => db.prepare(sql).pluck().get());
}

/** Whether SQLite finds nothing wrong. */
export function isWhole(file) {
  return read(file, (db) => db.pragma("integrity_check", { simple: true })) === "ok";
}

/** The events of one image's containers. */
export function eventsOf(file, image) {
  const sql = `SELECT count(*) FROM events e JOIN actors a ON a.id = e.actor
    JOIN containers c ON c.id = a.container WHERE c.image_repository = ?`;
  return read(file, (db) => db.prepare(sql).pluck().get(image));
}

/** How often one image's `cat` was executed, and read or wrote one of these files. */
export function deedsOf(file, image, paths) {
  const sql = `SELECT count(*) FROM events e JOIN behaviours b ON b.id = e.behaviour
    JOIN actors a ON a.id = e.actor JOIN containers c ON c.id = a.container
    WHERE c.image_repository = ? AND a.phase = 'workload' AND (
      b.kind = 'exec' AND json_extract(b.detail, '$.argv[0]') = 'cat'
      OR a.comm = 'cat' AND b.kind IN ('open', 'written')
        AND json_extract(b.detail, '$.path') IN (SELECT value FROM json_each(?)))`;
  return read(file, (db) => db.prepare(sql).pluck().get(image, JSON.stringify(paths)));
}
