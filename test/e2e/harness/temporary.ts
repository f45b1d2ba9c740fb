/** Folders for what tests write, gone when the test file ends. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "node:test";

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "cxray-test-"));
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** A file system of its own, with room for so many KiB. */
export function smallDisk(size: number): string {
  const folder = mkdtempSync(join(tmpdir(), "cxray-disk-"));
  const options = `size=${String(size)}k,mode=700`;
  before(() => execFileSync("mount", ["-t", "tmpfs", "-o", options, "none", folder]));
  after(() => {
    execFileSync("umount", [folder]);
    rmdirSync(folder);
  });
  return folder;
}
