/** What the profile view does with much: long lists, long names, narrow and wide terminals. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { formatProfile, type ViewOptions } from "../../../src/cli/profile/view.js";
import type { Baseline } from "../../../src/model/baseline/baseline.js";
import {
  change,
  evidence,
  file,
  listener,
  program,
  sampleBaseline,
} from "../../emit/sample-baseline.js";

const OPTIONS: ViewOptions = {
  limit: 5,
  dockerDefault: new Set(),
  dockerConditional: new Set(),
  dockerDefaultCount: 348,
};

function view(more: Partial<Baseline>, options: Partial<ViewOptions> = {}): string {
  return formatProfile(sampleBaseline(more), { ...OPTIONS, ...options });
}

function many<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

test("what a person should look at comes first in its section, and is never left out", () => {
  const text = view({
    executables: [
      ...many(9, (index) => program(`/bin/${String(index)}`)),
      ...many(7, (index) => program(`/tmp/${String(index)}`, { storage: ["upper"] })),
    ],
    filesWritten: [
      ...many(9, (index) => file(`/etc/${String(index)}`)),
      file("/usr/bin/dropped", { contents: ["elf"] }),
    ],
  });
  assert.match(text, /^RAN 16 executables\n(?:! \/tmp\/\d .*\n){7} {2}… and 9 more/m);
  assert.match(
    text,
    /^WROTE 10 files.*\n! \/usr\/bin\/dropped .*\n(?: {2}\/etc\/\d .*\n){4} {2}… /m,
  );
});

test("what was written and made executable is a warning under every name that it was given", () => {
  const moved = (results = ["done"]) =>
    view({
      filesWritten: [file("/tmp/a")],
      changes: [
        change("chmod", "/usr/bin/b", { modes: ["0755"], results }),
        change("link", "/tmp/c", { to: "/usr/bin/b" }),
        change("rename", "/tmp/a", { to: "/tmp/c" }),
      ],
    });
  assert.match(moved(), /^! 1 file MADE EXECUTABLE after being written$/m);
  assert.match(moved(), /^ permissions\n! \/usr\/bin\/b .* MADE EXECUTABLE {2}0755$/m);
  assert.doesNotMatch(moved(["EPERM"]), /MADE EXECUTABLE/);
});

test("of each group of changes as many are shown as of any other list", () => {
  const changes = [
    ...many(9, (index) => change("mkdir", `/d${String(index)}`)),
    change("unlink", "/etc/gone"),
  ];
  assert.match(view({ changes }), / created\n[^]* {2}… and 4 more .*\n removed\n {2}\/etc\/gone /);
});

test("more files of one folder than are shown are one row with their number", () => {
  const filesRead = [
    ...many(301, (index) => file(`/data/base/${String(index)}`, { when: ["steady"] })),
    ...many(3, (index) => file(`/data/few/${String(index)}`, { by: ["/bin/other"] })),
    ...many(4, (index) => file(`/lib/l${String(index)}.so.1`)),
    file("/tmp/evil.so", { storage: ["upper"] }),
  ];
  const text = view({ filesRead });
  assert.match(text, /^READ 309 files$/m);
  assert.match(text, /^ {2}\/data\/base\/ +1\/3 → {2}301 files {2}by \/bin\/sh$/m);
  assert.match(text, /^ {2}\/data\/few\/2 .* by \/bin\/other$/m);
  assert.match(text, /^ {2}shared libraries .* {2}4 files/m);
  assert.doesNotMatch(text, /base\/1|l1\.so/);
  // It is the sixth row.
  assert.match(text, /^ {2}… and 1 more/m);
  assert.match(view({ filesRead }, { limit: 25 }), /^ {2}\/tmp\/evil\.so .* upper {2}by/m);
  const whole = view({ filesRead }, { limit: Infinity });
  assert.match(whole, /\/data\/base\/300 [^]*\/lib\/l1\.so\.1 /);
});

test("what is left out counts as many entries as it stands for", () => {
  const filesRead = many(6, (folder) =>
    many(6, (index) => file(`/d${String(folder)}/${String(index)}`)),
  ).flat();
  assert.match(view({ filesRead }), /^ {2}\/d4\/ .* {2}6 files\n {2}… and 6 more/m);
});

test("configuration is never put together", () => {
  const filesRead = many(6, (index) => file(`/etc/${String(index)}`));
  assert.match(view({ filesRead }), /^ {2}\/etc\/4 .*\n {2}… and 1 more/m);
});

test("who did a whole section is said once", () => {
  const listeners = [listener(80), listener(81)];
  assert.match(
    view({ listeners }),
    /^LISTENED ON 2 addresses, all by \/bin\/sh\n.* 1\/3\n.* 1\/3\n/m,
  );
  const others = [listener(80), { ...listener(81), by: [""] }];
  assert.match(
    view({ listeners: others }),
    /^LISTENED ON 2 addresses\n.* by \/bin\/sh\n.* 1\/3\n/m,
  );
});

test("no line is wider than the terminal, except for a name", () => {
  const meaning = many(30, (index) => `CLONE_FLAG_${String(index)}`).join("|");
  for (const width of [60, 100, 160]) {
    const text = view(
      {
        filesRead: [file(`/${"long".repeat(50)}`), file("/short", { by: ["/a/b".repeat(99)] })],
        syscallArguments: [{ ...evidence, abi: "x86_64", call: "clone", values: [], meaning }],
        completeness: {
          state: "partial",
          reasons: [{ code: "events-lost", count: 1, message: "lost ".repeat(60) }],
        },
      },
      { width },
    );
    const wide = text.split("\n").filter((line) => [...line].length > width);
    assert.deepEqual(wide, [`  /${"long".repeat(50)}`]);
    assert.equal(text.replace(/\n */gu, "").includes(meaning), true, "nothing of it is cut");
  }
});

test("names share the width with what is known of them", () => {
  const path = `/${"n".repeat(49)}`;
  const filesRead = [file(path), file("/short")];
  assert.match(view({ filesRead }, { width: 160 }), /^ {2}\/n{49} +1\/3$/m);
  const text = view({ filesRead });
  assert.match(text, /^ {2}\/n{49}\n {28,}1\/3\n {2}\/short {19} +1\/3$/m);
});

test("on a terminal headings and warnings stand out", () => {
  const executables = [program("/tmp/x", { storage: ["upper"] })];
  const text = view({ executables }, { isStyled: true });
  assert.match(text, /^\u001b\[1mRAN 1 executable\u001b\[0m$/m);
  assert.match(text, /^\u001b\[1;31m! 1 program NOT IN THE IMAGE ran\u001b\[0m$/m);
  assert.match(text, /^\u001b\[33m! \/tmp\/x .*\u001b\[0m$/m);
  assert.doesNotMatch(view({ executables }), /\u001b/);
});
