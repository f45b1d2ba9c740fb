import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { packageFile } from "../../../src/files/package-root.js";
import { LATE_HELPERS, missingHelpers } from "../../../src/record/kernel/features.js";
import { temporaryFolder } from "../../store/samples.js";
import { helpersCalled } from "./elf-section.js";

/** A kernel's type information, as far as it names helpers. */
function btfWith(t: TestContext, ...helpers: string[]): string {
  const file = join(temporaryFolder(t), "vmlinux");
  writeFileSync(file, ["", "int", ...helpers, "BPF_FUNC_loop_not", ""].join("\0"));
  return file;
}

const ALL = Object.keys(LATE_HELPERS).map((name) => name.replace("bpf_", "BPF_FUNC_"));

test("a kernel is taken by what it can do, and not by what it calls itself", (t) => {
  const rhel = btfWith(t, ...ALL);
  const ubuntu = btfWith(t, ...ALL.filter((name) => name !== "BPF_FUNC_loop"));
  assert.deepEqual(missingHelpers("5.14.0-570.12.1.el9_6.x86_64", rhel), []);
  assert.deepEqual(missingHelpers("5.15.0-91-generic", ubuntu), ["bpf_loop"]);
  assert.deepEqual(missingHelpers("5.4.0", btfWith(t)), Object.keys(LATE_HELPERS));
});

test("kernels from 5.17 on have all, whatever follows their number", () => {
  for (const kernel of ["5.17.0", "5.17-rc1", "6.0.0", "6.18.44-fc-v769", "10.2"]) {
    assert.deepEqual(missingHelpers(kernel, "/missing"), []);
  }
});

test("where the kernel has no type information, that is what is missing", () => {
  assert.deepEqual(missingHelpers("4.19.0-26-amd64", "/missing"), []);
});

test("the helpers that are looked for are those of the program that came late", () => {
  // bpf_get_current_task_btf came with Linux 5.11, as BPF_MAP_TYPE_TASK_STORAGE for tracing did.
  const NEWEST_OF_ALL_KERNELS = 158;
  for (const machine of ["x86_64", "aarch64"]) {
    const object = readFileSync(packageFile(`dist/bpf/cxray.${machine}.o`));
    const late = [...helpersCalled(object)].filter((number) => number > NEWEST_OF_ALL_KERNELS);
    assert.deepEqual(
      late.sort((a, b) => a - b),
      Object.values(LATE_HELPERS),
    );
  }
});
