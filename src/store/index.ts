/** The interface of src/store/: code outside of it imports this file only. */
export { isDatabaseFile } from "./database-file.js";
export { openStore } from "./open.js";
export type { RecordingWriter } from "./recording-writer.js";
export { requireSqlite } from "./sqlite-binary.js";
export type { Store } from "./store.js";
