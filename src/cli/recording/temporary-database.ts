import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Does something with a database of its own, for our user alone, and removes it. */
export async function withTemporaryDatabase<T>(use: (db: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "cxray-"));
  try {
    return await use(join(folder, "cxray.db"));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
