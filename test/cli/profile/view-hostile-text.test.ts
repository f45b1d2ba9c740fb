import assert from "node:assert/strict";
import { test } from "node:test";
import {
  calls,
  change,
  destination,
  evidence as EVIDENCE,
  file,
  listener,
  otherOpen,
  program,
  sampleBaseline,
} from "../../emit/sample-baseline.js";
import { view } from "./sample-view.js";

test("hostile text is shown and acts on nothing, wherever it was recorded", () => {
  const hostile = "/x\u001b[2J\n\u202ey\udcff\r";
  const shown = "/x\\x1b[2J\\n\\u{202e}y\\xff\\r";
  const { image, runs } = sampleBaseline();
  const [call] = calls("read");
  assert.ok(call !== undefined);
  const text = view({
    image: {
      ...image,
      references: [hostile],
      name: hostile,
      builds: [{ digest: hostile, firstSeen: "", lastSeen: "" }],
    },
    runs: { ...runs, runtimes: [{ name: hostile, version: hostile }] },
    completeness: {
      state: "partial",
      reasons: [{ code: "events-lost", count: 1, message: hostile }],
    },
    executables: [program(hostile, { invokedAs: [`${hostile}2`] })],
    filesRead: [file(hostile, { by: [`${hostile}3`] })],
    filesWritten: [file(hostile)],
    otherOpens: [otherOpen(hostile)],
    destinations: [destination("unix", hostile), destination("tcp", `:${hostile}`, 1)],
    listeners: [{ ...listener(1), address: hostile }],
    refused: {
      executables: [{ ...file(hostile), error: "EPERM" }],
      syscalls: [{ ...call, by: [hostile], abi: "x86_64", error: "EPERM" }],
    },
  });
  assert.doesNotMatch(text.replaceAll("\n", ""), /\p{Cc}|\p{Cf}|\p{Cs}/u);
  assert.equal(text.split(shown).length - 1, 15);
  assert.equal(text.split("\n").length, view().split("\n").length + 9);
});

test("hostile text of every list is shown and acts on nothing", () => {
  const hostile = "/x\u001b[2J\n\u202ey\udcff\r";
  const texts = [hostile];
  const text = view({
    executables: [program("/bin/sh", { interprets: [{ path: hostile, storage: ["volume"] }] })],
    changes: [
      change("rename", hostile, { to: hostile, by: texts }),
      change("symlink", hostile, { texts }),
    ],
    destinations: [
      {
        ...destination("tcp", "10.0.0.1", 80),
        path: hostile,
        names: texts,
        serverNames: texts,
        requests: [{ method: hostile, host: hostile, path: hostile }],
      },
    ],
    listeners: [{ ...listener(1), path: hostile }],
    names: [{ ...EVIDENCE, name: hostile, aliases: texts, addresses: texts }],
    sockets: [
      { ...EVIDENCE, family: hostile, type: hostile, protocol: hostile, results: ["done"] },
    ],
    capabilities: [{ ...EVIDENCE, name: hostile, use: "used", calls: ["bind"] }],
    privileges: [{ ...EVIDENCE, call: hostile, what: hostile, results: ["done"] }],
    syscallArguments: [{ ...EVIDENCE, abi: "x86_64", call: hostile, values: [], meaning: hostile }],
    kubernetes: [
      { namespace: hostile, container: hostile, owner: { kind: hostile, name: hostile } },
    ],
    blindSpots: [{ code: "capabilities", count: null, message: hostile }],
  });
  assert.doesNotMatch(text.replaceAll("\n", ""), /\p{Cc}|\p{Cf}|\p{Cs}/u);
  assert.doesNotMatch(text, /^[^ !\n]*\[2J/mu);
});
