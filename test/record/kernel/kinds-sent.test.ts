/** What no compiler sees: that the eBPF program sends what user space decodes. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { packageFile } from "../../../src/files/package-root.js";
import { WIRE_KIND } from "../../../src/record/kernel/wire-enums.js";

const FOLDER = packageFile("bpf");
const SOURCES = readdirSync(FOLDER, { recursive: true, encoding: "utf8" })
  .filter((file) => /\.[ch]$/u.test(file) && file !== "event.h")
  .map((file) => readFileSync(join(FOLDER, file), "utf8"))
  .join("\n");

test("the eBPF program sends every kind of record that there is", () => {
  for (const kind of Object.keys(WIRE_KIND)) {
    if (kind === "EVENT_KIND_END") continue;
    assert.match(SOURCES, new RegExp(`\\b${kind}\\b`, "u"), `no probe in bpf/ sends ${kind}`);
  }
});

test("the eBPF program looks at every call that is decoded by its name", () => {
  const calls = readFileSync(join(FOLDER, "kernel/calls.bpf.h"), "utf8");
  for (const [name] of SOURCES.matchAll(/\bCALL_[A-Z0-9_]+\b/gu)) {
    const isKnown = new RegExp(`\\b${name}\\b`, "u").test(calls);
    assert.ok(isKnown, `${name} is not in DECODED of scripts/generate-syscalls.mjs`);
  }
});
