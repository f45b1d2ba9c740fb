import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { FORMAT_NAMES, openFormat } from "../../src/emit/index.js";
import { formatExplanation } from "../../src/cli/explain/view.js";
import {
  explain,
  matchesOf,
  emittedLines,
  withoutMatches,
  type Emitted,
  type Explanation,
} from "../../src/explain/index.js";
import type { Baseline } from "../../src/model/baseline/baseline.js";
import { entriesOf } from "../../src/model/baseline/lists.js";
import { NAME_RULES } from "../../src/model/baseline/name-rules.js";
import { PART_NAMES, PARTS, type EntryOf, type PartName } from "../../src/model/baseline/parts.js";
import { EVERY_LIST } from "../aggregate/every-list.js";
import * as sample from "../emit/sample-baseline.js";

const { sampleBaseline } = sample;

function ask(baseline: Baseline, typed: string, formats: readonly Emitted[] = []): Explanation {
  return explain(baseline, typed, matchesOf(baseline, typed), formats);
}

function found(baseline: Baseline, typed: string): string[] {
  return ask(baseline, typed).entries.map(({ part, words, fit }) => `${fit} ${part} ${words}`);
}

describe("an entry", () => {
  it("of every list is found by what it is called", () => {
    for (const part of PART_NAMES) expectFound(part);
    // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- ties the entries to their list
    function expectFound<P extends PartName>(part: P): void {
      entriesOf(EVERY_LIST, part).forEach((entry: EntryOf<P>) => {
        const { entries } = ask(EVERY_LIST, PARTS[part].words(entry));
        const own = entries.find((each) => each.part === part);
        assert.equal(own?.fit, "is", `${part} ${PARTS[part].words(entry)}`);
      });
    }
  });

  it("is found in each list that has it", () => {
    const changes = [sample.change("unlink", "/run/a.pid")];
    const filesWritten = [sample.file("/run/a.pid"), sample.file("/run/b.pid")];
    assert.deepEqual(found(sampleBaseline({ filesWritten, changes }), "/run/a.pid"), [
      "is filesWritten /run/a.pid",
      "is changes unlink /run/a.pid",
    ]);
  });

  it("is found by the last part of its path where nothing is called so", () => {
    assert.deepEqual(found(sampleBaseline(), "nginx"), ["named executables /usr/sbin/nginx"]);
    assert.deepEqual(found(sampleBaseline(), "write"), ["is syscalls.workload write (x86_64)"]);
  });

  it("is found as a person may spell it", () => {
    const capabilities = [
      { ...sample.evidence, name: "CAP_NET_ADMIN", use: "used" as const, calls: ["setsockopt"] },
    ];
    const names = [
      { ...sample.evidence, name: "db.internal", aliases: [], addresses: ["10.0.0.7"] },
    ];
    const baseline = sampleBaseline({ capabilities, names });
    for (const typed of ["CAP_NET_ADMIN", "cap_net_admin", "NET_ADMIN"]) {
      assert.deepEqual(found(baseline, typed), ["is capabilities CAP_NET_ADMIN"], typed);
    }
    assert.deepEqual(found(baseline, "DB.internal."), ["is names db.internal"]);
    assert.deepEqual(found(baseline, "10.0.0.7"), ["beside names db.internal"]);
    assert.deepEqual(found(baseline, "setsockopt"), ["beside capabilities CAP_NET_ADMIN"]);
  });

  it("is found by its port, with and without its address", () => {
    const baseline = sampleBaseline();
    for (const typed of [
      "443",
      ":443",
      "443/tcp",
      "tcp 443",
      "10.0.0.1:443",
      "https://10.0.0.1:443/",
    ]) {
      assert.deepEqual(found(baseline, typed), ["is destinations tcp 10.0.0.1:443"], typed);
    }
    for (const typed of ["443/udp", "10.0.0.2:443", "44", "4430"]) {
      assert.deepEqual(found(baseline, typed), [], typed);
    }
    const listeners = [{ ...sample.listener(80), address: "::1" }];
    assert.deepEqual(found(sampleBaseline({ listeners }), "[::1]:80"), [
      "is listeners tcp [::1]:80",
    ]);
  });

  it("whose name acts on a terminal is found by what a terminal showed of it, and shown so", () => {
    const baseline = sampleBaseline({ filesRead: [sample.file("/\u001b[31mred\n")] });
    const explanation = ask(baseline, "/\\x1b[31mred\\n");
    assert.equal(explanation.entries.length, 1);
    const text = formatExplanation(explanation, { isStyled: false }, false);
    assert.doesNotMatch(text, /\u001b/);
  });
});

describe("a pattern", () => {
  const stars = ["[0-9]+"];
  const filesWritten = [sample.file("/data/temp-*.rdb", { rule: "own-pid", stars })];

  it("is found by a name that it lets in, with its rule and what else that lets in", () => {
    const [entry] = ask(sampleBaseline({ filesWritten }), "/data/temp-27.rdb").entries;
    assert.equal(entry?.fit, "pattern");
    assert.deepEqual(entry.pattern, {
      text: "/data/temp-*.rdb",
      rule: "own-pid",
      does: NAME_RULES["own-pid"].does,
      letsIn: NAME_RULES["own-pid"].letsIn,
      stars,
    });
    assert.deepEqual(found(sampleBaseline({ filesWritten }), "/data/temp-x.rdb"), []);
  });

  it("is found by its own text, and as one of several ends", () => {
    assert.deepEqual(found(sampleBaseline({ filesWritten }), "/data/temp-*.rdb"), [
      "is filesWritten /data/temp-*.rdb",
    ]);
    const changes = [
      sample.change("rename", "/data/temp-*.rdb", { rule: "own-pid", stars, to: "/data/dump.rdb" }),
    ];
    assert.equal(found(sampleBaseline({ changes }), "/data/temp-3.rdb").length, 1);
    assert.equal(found(sampleBaseline({ changes }), "/data/dump.rdb").length, 1);
  });
});

describe("what is told of an entry", () => {
  it("is when, in which runs and builds, and through which programs", () => {
    const executables = [
      sample.program("/bin/sh", { by: ["/usr/bin/tini"] }),
      sample.program("/usr/bin/tini", { by: [""] }),
    ];
    const filesRead = [sample.file("/etc/passwd", { runs: "1,3", by: ["/bin/sh"] })];
    const [entry] = ask(sampleBaseline({ executables, filesRead }), "/etc/passwd").entries;
    assert.deepEqual(entry?.chain, ["/bin/sh", "/usr/bin/tini"]);
    assert.deepEqual(entry.runIds, ["1".repeat(12), "3".repeat(12)]);
    assert.deepEqual(entry.builds, [`sha256:${sample.ID}`]);
    assert.deepEqual(entry.evidence.when, ["start-up"]);
  });

  it("is what a program did", () => {
    assert.deepEqual(ask(sampleBaseline(), "/bin/sh").did[0], { part: "executables", count: 1 });
  });

  it("is why it deserves a look", () => {
    const filesRead = [sample.file("/etc/shadow")];
    const [entry] = ask(sampleBaseline({ filesRead }), "/etc/shadow").entries;
    assert.deepEqual(
      entry?.concerns.map(({ name }) => name),
      ["secret-read"],
    );
  });

  it("fits a screen, however much there is", () => {
    const filesWritten = Array.from({ length: 900 }, (_, at) => sample.file(`/srv/${at}/same`));
    const text = formatExplanation(
      ask(sampleBaseline({ filesWritten }), "same"),
      { isStyled: false },
      false,
    );
    assert.ok(text.split("\n").length <= 40, text);
    assert.match(text, /… and 894 more \(--all\)/);
  });
});

describe("what is not there", () => {
  it("has the nearest entries: what lies below it, has its last name, or reads like it", () => {
    const baseline = sampleBaseline({ filesRead: [sample.file("/etc/ssl/openssl.cnf")] });
    const nearest = (typed: string): string | undefined => ask(baseline, typed).nearest[0];
    assert.equal(nearest("/etc/ssl"), "/etc/ssl/openssl.cnf");
    assert.equal(nearest("/usr/lib/ssl/openssl.cnf"), "/etc/ssl/openssl.cnf");
    assert.equal(nearest("/etc/ssl/opensl.cnf"), "/etc/ssl/openssl.cnf");
    assert.deepEqual(ask(baseline, "/zzz").nearest, []);
  });
});

async function emittedOf(baseline: Baseline, typed: string, name: string): Promise<Emitted> {
  const matches = matchesOf(baseline, typed);
  const format = await openFormat(name);
  if (format.input !== "baseline") throw new RangeError(name);
  const text = (of: Baseline): { text: string } => ({ text: format.render(of, {}).text });
  return emittedLines(name, text(baseline), text(withoutMatches(baseline, matches)), matches);
}

describe("what emitted files say of an entry", () => {
  it("is the lines that are there for it", async () => {
    const baseline = sampleBaseline({
      filesWritten: [sample.file("/var/log/access.log"), sample.file("/var/log/b.log")],
    });
    const { state, lines } = await emittedOf(baseline, "/var/log/access.log", "falco");
    assert.equal(state, "stands");
    assert.ok(lines.length > 0);
    for (const { text } of lines) assert.match(text, /\/var\/log\/access\.log/);
  });

  it("is the lines that hold it anyway", async () => {
    const { state, lines } = await emittedOf(sampleBaseline(), "prctl", "seccomp");
    assert.deepEqual([state, lines.map(({ text }) => text)], ["stays", ['"prctl",']]);
  });

  it("is nothing where the format can't say it", async () => {
    const { state, lines } = await emittedOf(sampleBaseline(), "/etc/passwd", "seccomp");
    assert.deepEqual([state, lines], ["absent", []]);
  });

  it("is told of every format that writes about a baseline", async () => {
    for (const name of FORMAT_NAMES) {
      if ((await openFormat(name)).input !== "baseline") continue;
      const { format, state } = await emittedOf(EVERY_LIST, "80", name);
      assert.equal(format, name);
      assert.notEqual(state, "failed", name);
    }
  });

  it("is no count that has changed, and nothing that only reads like it", () => {
    const filesRead = [sample.file("/bin/sh")];
    const matches = matchesOf(sampleBaseline({ filesRead }), "/bin/sh");
    const told = emittedLines(
      "made-up",
      { text: "# 2 files\nfiles: 2\nallow /bin/sh\nallow /bin/shred\nallow /usr/bin/sh" },
      { text: "# 1 file\nfiles: 1\nallow /bin/shred\nallow /usr/bin/sh" },
      matches,
    );
    assert.deepEqual(told.lines, [{ line: 3, text: "allow /bin/sh" }]);
  });

  it("is why, where a format can't be rendered", () => {
    const { state, problem } = emittedLines("made-up", { error: "no" }, { text: "" }, []);
    assert.deepEqual([state, problem], ["failed", "no"]);
  });
});
