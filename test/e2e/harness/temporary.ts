/** Folders for what tests write, gone when the test file ends. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "cxray-test-"));
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}
