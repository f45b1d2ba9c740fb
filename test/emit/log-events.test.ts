import assert from "node:assert/strict";
import { test } from "node:test";
import { DEFAULT_EVENTS, EVENT_NAMES, EVENT_PRESETS } from "../../src/emit/log/event-names.js";
import { logName } from "../../src/emit/log/fields.js";
import { logRowOf } from "../../src/emit/log/log-rows.js";
import { selectEvents } from "../../src/emit/log/selection.js";
import { firstCells, namesIn, readDocument } from "../documentation/documents.js";
import { SAMPLE_EVENTS } from "./sample-events.js";

/** Names of the events that are left of one of every kind. */
function selected(...words: string[]): Set<string> {
  const isWanted = selectEvents(words);
  return new Set(SAMPLE_EVENTS.filter(isWanted).map(({ behaviour }) => logName(behaviour)));
}

test("what the runtime did to set a container up is in no log", () => {
  const isWanted = selectEvents(["all"]);
  for (const event of SAMPLE_EVENTS) {
    assert.ok(isWanted(event));
    assert.ok(!isWanted({ ...event, actor: { ...event.actor, phase: "setup" } }));
  }
});

test("by default the log tells what was done, and the sets of what was used on request", () => {
  const every = selected("all");
  assert.equal(DEFAULT_EVENTS, "done");
  assert.deepEqual(selected("sets"), new Set(["syscall", "syscall_argument", "capability"]));
  const done = selected("done");
  assert.deepEqual(new Set([...done, ...selected("sets")]), every);
  for (const name of selected("sets")) assert.ok(!done.has(name), name);
});

test("cxray1 is the four events of cxray 1", () => {
  const four = ["execve", "inet_listen", "open", "tcp_v4_connect"];
  assert.deepEqual([...(EVENT_PRESETS["cxray1"] ?? [])].sort(), four);
  for (const name of selected("cxray1")) assert.ok(four.includes(name), name);
});

test("names and sets can be asked for together", () => {
  assert.deepEqual(selected("open"), new Set(["open"]));
  assert.deepEqual(selected("sets", "open", "execve").size, 5);
});

test("every event has one of the names of its kind", () => {
  for (const { behaviour } of SAMPLE_EVENTS) {
    assert.ok(logRowOf(behaviour).names.includes(logName(behaviour)), logName(behaviour));
  }
});

test("docs/log.md lists the names and the sets that there are", () => {
  const [calls = ""] = /^Changes of rights.*?: .*?\./mu.exec(readDocument("docs/log.md")) ?? [];
  const names = [...firstCells("docs/log.md", "name"), ...namesIn(calls)];
  assert.deepEqual([...new Set(names)].sort(), [...EVENT_NAMES].sort());
  assert.deepEqual(firstCells("docs/log.md", "set").sort(), Object.keys(EVENT_PRESETS).sort());
});
