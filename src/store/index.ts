/** What others use of the database: nothing else here may be imported from outside. */
export { isDatabaseFile } from "./database-file.js";
export { openStore } from "./open.js";
export type { RecordingWriter } from "./recording-writer.js";
export { requireSqlite } from "./sqlite-binary.js";
export type { Store } from "./store.js";
