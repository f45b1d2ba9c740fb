import assert from "node:assert/strict";
import { test } from "node:test";
import { file, program } from "../../emit/sample-baseline.js";
import { view } from "./sample-view.js";

test("the view tells which image, how well it is known, and what it does", () => {
  const text = view();
  assert.match(text, /^nginx:1\.27 {2}sha256:0123456789ab\n/);
  assert.match(text, /^3 runs · in 1 recording · x86_64 · runc 1\.1\.5$/m);
  assert.match(text, /^complete: nothing was lost$/m);
  assert.match(text, /^RAN 1 executable\n {2}\/usr\/sbin\/nginx +1\/3/m);
  assert.match(text, /^READ 1 file\n {2}\/etc\/passwd +1\/3 {2}by \/bin\/sh$/m);
  assert.match(text, /^WROTE 1 file\n {2}\/var\/log\/nginx\/access\.log /m);
  assert.match(text, /^CALLED 1 destination\n {2}tcp 10\.0\.0\.1:443 +1\/3 {2}connected/m);
  assert.match(text, /^LISTENED ON 1 address\n {2}tcp 0\.0\.0\.0:80 /m);
  assert.match(
    text,
    /^USED 2 system calls \(Docker's default profile allows 348\)\n {2}read write$/m,
  );
  assert.ok(text.endsWith("\n"));
  assert.doesNotMatch(text, /TRIED/);
});

test("what is partial says so first, with every reason", () => {
  const reasons = [
    { code: "events-lost", count: 5, message: "5 open events were lost." },
    { code: "joined-late", count: 1, message: "1 container was running already." },
  ] as const;
  const text = view({ completeness: { state: "partial", reasons } });
  assert.match(
    text,
    /^PARTIAL: .*\n {2}- 5 open events were lost\.; record again [^-]*--buffer[^-]*\n {2}- 1 container was/m,
  );
  assert.match(text, /was running already\.; its start is missing: record again/);
  assert.doesNotMatch(text, /^complete/m);
});

test("of a long list so many are shown, and the rest is counted", () => {
  const filesRead = Array.from({ length: 30 }, (_, index) => file(`/f${String(index)}`));
  const text = view({ filesRead });
  assert.match(text, /^READ 30 files, all by \/bin\/sh$/m);
  assert.match(text, /\/f24 /);
  assert.doesNotMatch(text, /\/f25 /);
  assert.match(text, /^ {2}… and 5 more \(--all shows them\)$/m);
  assert.match(view({ filesRead }, { limit: Infinity }), /\/f29 /);
  assert.doesNotMatch(view({ filesRead }, { limit: 30 }), /more \(--all/);
});

test("what nothing but the health check did is marked", () => {
  const text = view({
    executables: [program("/bin/sh"), program("/usr/bin/curl", { when: ["health-check"] })],
  });
  assert.match(text, / · \+ by the health check alone$/m);
  assert.match(text, /^ {2}\/usr\/bin\/curl .*1\/\d+ \+$/m);
});

test("a name is whole however long it is, and a note is cut between characters", () => {
  const path = `/${"long/".repeat(300)}end`;
  const by = ["\u{1f480}".repeat(300)];
  const lines = view({ filesRead: [file(path, { by })] }).split("\n");
  const at = lines.findIndex((each) => each.includes("/long/"));
  assert.equal(lines[at], `  ${path}`);
  assert.match(lines[at + 1] ?? "", /^ +1\/3$/);
  const note = lines[at + 2] ?? "";
  assert.match(note, /^ {6}by \u{1f480}+…$/u);
  assert.equal([...note].length, 100);
});

test("what goes beside a name fits a terminal of 100 columns, or has a line of its own", () => {
  const path = `/${"x".repeat(44)}`;
  const fits = view({ filesRead: [file(path, { by: [`/${"y".repeat(37)}`] })] });
  assert.match(fits, /^ {2}\/x{44} +1\/3 {2}by \/y{37}$/m);
  const longer = view({ filesRead: [file(path, { by: [`/${"y".repeat(40)}`] })] });
  assert.match(longer, /^ {2}\/x{44} +1\/3\n {6}by \/y{40}$/m);
});

test("who did it is not said where the image has one program, and of many the first are", () => {
  const filesRead = [file("/a", { by: ["/usr/sbin/nginx"] }), file("/b", { by: ["/bin/other"] })];
  const text = view({ filesRead });
  assert.match(text, /^ {2}\/a +1\/3$/m);
  assert.match(text, /^ {2}\/b +1\/3 {2}by \/bin\/other$/m);
  const by = ["/a", "/b", "/c", "/d"];
  assert.match(view({ filesRead: [file("/x", { by })] }), /by \/a \/b and 2 more$/m);
  assert.match(
    view({ filesRead: [file("/x", { by })] }, { limit: Infinity }),
    /by \/a \/b \/c \/d$/m,
  );
  const executables = [program("/usr/sbin/nginx"), program("/bin/other")];
  assert.match(view({ filesRead, executables }), /^ {2}\/a +1\/3 {2}by \/usr\/sbin\/nginx$/m);
});

test("parts of the life are marked where there are two", () => {
  const filesRead = [
    file("/early", { by: ["/bin/other"] }),
    file("/late", { when: ["steady"] }),
    file("/both", { when: ["start-up", "steady"] }),
    file("/unknown", { when: [] }),
  ];
  const text = view({ filesRead });
  assert.match(text, /^↑ only before it first answered/m);
  assert.match(text, /\/early +1\/3 ↑ {2}by/);
  assert.match(text, /\/late +1\/3 → {2}by/);
  assert.match(text, /\/both +1\/3 {4}by/);
  assert.match(text, /\/unknown +1\/3 \? {2}by/);
  assert.doesNotMatch(view(), /[↑→?]/);
});

test("what can't be seen stands at the end, and where it ran at the beginning", () => {
  const message = `Something ${"that is long ".repeat(12)}can't be seen.`;
  const owner = { kind: "ReplicaSet", name: "web-1" };
  const text = view({
    blindSpots: [{ code: "capabilities", count: null, message }],
    kubernetes: [{ namespace: "shop", container: "web", owner }],
  });
  assert.match(text, /\nBLIND to 1 thing\n {2}- Something .*\n {4}.*can't be seen\.\n$/);
  assert.ok(text.split("\n").every((line) => line.length <= 100));
  assert.match(text, /^Kubernetes: web of ReplicaSet web-1 in shop$/m);
});
