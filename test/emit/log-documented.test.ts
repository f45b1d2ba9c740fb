import assert from "node:assert/strict";
import { test } from "node:test";
import { logFields } from "../../src/emit/log/fields.js";
import { OPERATIONS } from "../../src/model/events/file-behaviours.js";
import type { Behaviour } from "../../src/model/events/events.js";
import { firstCells, namesIn, readDocument } from "../documentation/documents.js";
import { changedPath } from "../model/behaviours.js";
import { event, SAMPLE_EVENTS } from "./sample-events.js";

const EVERY_CHANGE = OPERATIONS.map((operation): Behaviour => {
  const [from, to] = [changedPath("/a"), changedPath("/b")];
  const more = { mode: 0o644, uid: 1, gid: 1, text: "x", ret: -1 };
  return { kind: "change", operation, from, to, ...more };
});

test("docs/log.md lists every name and key that a line can have", () => {
  const [calls = ""] = /^Changes of rights.*$/mu.exec(readDocument("docs/log.md")) ?? [];
  const names = new Set([...firstCells("docs/log.md", "name"), ...namesIn(calls)]);
  const keys = new Set(firstCells("docs/log.md", "key"));
  for (const each of [...SAMPLE_EVENTS, ...EVERY_CHANGE.map((change) => event(change))]) {
    const { name, data } = logFields(each);
    assert.ok(names.has(name), name);
    for (const key of Object.keys(data)) assert.ok(keys.has(key), key);
  }
});
