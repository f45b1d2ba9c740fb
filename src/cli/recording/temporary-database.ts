import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Passes the path of a new private database to `use`, and deletes it afterwards. */
export async function withTemporaryDatabase<T>(use: (db: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "cxray-"));
  try {
    return await use(join(folder, "cxray.db"));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
