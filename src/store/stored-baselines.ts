import type { Database } from "better-sqlite3";

/** A stored baseline: the exact text of its document, and the name of its image. */
export interface StoredDocument {
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

/** The result of the last aggregation; null if there was none. */
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

/** Replaces the result of the last aggregation, in one transaction. */
export function replaceStoredBaselines(
  database: Database,
  fingerprint: string,
  documents: readonly StoredDocument[],
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
