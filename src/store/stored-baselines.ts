import type { Database } from "better-sqlite3";

/** A baseline as it is kept: its document's exact text, by the name that it belongs to. */
export interface BaselineDocument {
  /** the baseline's `image.name` */
  readonly name: string;
  readonly json: string;
}

/** The result of an aggregation. */
export interface StoredBaselines {
  /** as given to `writeBaselines` */
  readonly fingerprint: string;
  /** by name */
  readonly documents: readonly string[];
}

/** The result of the last aggregation; null when there was none. */
export function readStoredBaselines(database: Database): StoredBaselines | null {
  const fingerprint = database.prepare<[], string>("SELECT fingerprint FROM aggregations").pluck();
  const documents = database
    .prepare<[], string>("SELECT document FROM baselines ORDER BY name")
    .pluck();
  return database.transaction(() => {
    const last = fingerprint.get();
    return last === undefined ? null : { fingerprint: last, documents: documents.all() };
  })();
}

/** Replaces the result of the last aggregation, all or nothing. */
export function replaceStoredBaselines(
  database: Database,
  fingerprint: string,
  documents: readonly BaselineDocument[],
): void {
  const insert = database.prepare("INSERT INTO baselines (name, document) VALUES (?, ?)");
  database
    .transaction(() => {
      database.prepare("DELETE FROM baselines").run();
      for (const { name, json } of documents) insert.run(name, json);
      database.prepare("INSERT OR REPLACE INTO aggregations VALUES (1, ?)").run(fingerprint);
    })
    .immediate();
}
