import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { CapturedRun } from "../../../src/cli/verify/captured-run.js";
import { exitOf, judge, type Judgement, type Observed } from "../../../src/cli/verify/judge.js";
import type { Refusal } from "../../../src/cli/verify/refusals.js";
import { formatVerdict, verdictDocument, type Told } from "../../../src/cli/verify/text.js";

const run = (more: Partial<CapturedRun> = {}): CapturedRun => ({
  status: 0,
  stdout: "a\nb\n",
  stderr: "",
  isCut: false,
  containerId: "c".repeat(64),
  ...more,
});

const REFUSAL: Refusal = {
  kind: "system call",
  call: "mkdir",
  object: "",
  error: "ENOSYS",
  isRuntime: false,
  programs: ["/bin/\u001b[2Japp"],
  comm: "app",
  count: 3,
};

const FINE: Observed = {
  isStarted: { free: true, under: true },
  refusals: { byPolicy: [], inBoth: 0 },
  meant: [],
  missing: [],
};

const verdictOf = (judgement: Judgement): string =>
  `${judgement.verdict} ${String(exitOf(judgement))}`;

describe("two runs", () => {
  const free = run();

  it("hold where nothing was refused and all is the same", () => {
    const judgement = judge({ free, under: run({ stdout: "b\na\n" }), again: null }, FINE);
    assert.equal(verdictOf(judgement), "held 0");
    assert.match(judgement.output, /^the same 2 lines, in another order \(times and pids/u);
  });

  it("don't hold where something was refused, though all is the same", () => {
    const refusals = { byPolicy: [REFUSAL], inBoth: 0 };
    const judgement = judge({ free, under: run(), again: null }, { ...FINE, refusals });
    assert.equal(verdictOf(judgement), "refused 1");
  });

  it("differ by the exit status or by the output", () => {
    const other = judge({ free, under: run({ status: 2 }), again: null }, FINE);
    assert.equal(verdictOf(other), "differs 1");
    const more = judge({ free, under: run({ stdout: "a\n" }), again: run() }, FINE);
    assert.equal(verdictOf(more), "differs 1");
    assert.deepEqual(more.differences, [{ stream: "stdout", missing: ["b"], added: [] }]);
  });

  it("hold where only numbers differ, and they differ without the policy too", () => {
    const lines = ["port 40001", "port 40002", "port 40003"].map((stdout) => run({ stdout }));
    const [first = free, under = free, again = free] = lines;
    const judgement = judge({ free: first, under, again }, FINE);
    assert.equal(verdictOf(judgement), "held 0");
    assert.match(judgement.output, /but for numbers/u);
    assert.equal(verdictOf(judge({ free: first, under, again: first }, FINE)), "differs 1");
  });

  it("hold where only the order of words differs, and it differs without the policy too", () => {
    const first = run({ stdout: '{"code":200,"uri":"/a"}' });
    const under = run({ stdout: '{"uri":"/a","code":200}' });
    const judgement = judge({ free: first, under, again: under }, FINE);
    assert.equal(verdictOf(judgement), "held 0");
    assert.match(judgement.output, /but for numbers and the order of words: two runs/u);
    assert.equal(verdictOf(judge({ free: first, under, again: first }, FINE)), "differs 1");
    const other = run({ stdout: '{"uri":"/b","code":200}' });
    assert.equal(verdictOf(judge({ free: first, under: other, again: under }, FINE)), "differs 1");
  });

  it("hold where every line that differs is in one of the runs without the policy", () => {
    const lines = (...all: string[]): CapturedRun => run({ stdout: all.join("\n") });
    const first = lines("up", "late", "tick");
    const again = lines("up", "tick", "tick", "retry");
    const held = judge({ free: first, under: lines("up", "late", "retry", "tick"), again }, FINE);
    assert.equal(verdictOf(held), "held 0");
    assert.match(held.output, /^nothing but what differs without the policy too/u);
    const under = lines("up", "refused", "tick", "tick", "tick");
    const open = judge({ free: first, under, again }, FINE);
    assert.equal(verdictOf(open), "not judged 3");
    assert.deepEqual(open.differences, [
      { stream: "stdout", missing: [], added: ["refused", "tick"] },
    ]);
    const less = judge({ free: first, under: lines("up", "late"), again }, FINE);
    assert.deepEqual(less.differences, [{ stream: "stdout", missing: ["tick"], added: [] }]);
  });

  it("hold where what differs came by chance: a second run under the policy lacks it", () => {
    const under = run({ stdout: "a\nb\nlate\n" });
    const runs = { free, under, again: run() };
    assert.equal(verdictOf(judge(runs, FINE)), "differs 1");
    const judgement = judge({ ...runs, underAgain: run() }, FINE);
    assert.equal(verdictOf(judgement), "held 0");
    assert.match(
      judgement.output,
      /^the same 2 lines .*; one of two runs under the policy differs$/u,
    );
    assert.equal(verdictOf(judge({ ...runs, underAgain: under }, FINE)), "differs 1");
    const [one, two, three] = [7, 8, 9].map((count) => run({ stdout: `wrote ${count} pages` }));
    assert.ok(one !== undefined && two !== undefined && three !== undefined);
    const counted = judge({ free: one, under: two, again: one, underAgain: three }, FINE);
    assert.equal(verdictOf(counted), "held 0");
    assert.match(counted.output, /but for numbers/u);
    const twice = judge({ free: one, under: two, again: one, underAgain: two }, FINE);
    assert.equal(verdictOf(twice), "differs 1");
    const failed = judge({ ...runs, underAgain: run({ status: 1 }) }, FINE);
    assert.equal(verdictOf(failed), "differs 1");
    assert.equal(failed.status.under, 1);
  });

  it("can't be judged where the words differ without the policy too", () => {
    const again = run({ stdout: "another" });
    const judgement = judge({ free, under: run({ stdout: "other" }), again }, FINE);
    assert.equal(verdictOf(judgement), "not judged 3");
    assert.match(judgement.output, /^not comparable/u);
  });

  it("can't be judged where something of the recording is missing, but refusals stand", () => {
    const missing = ["3 events were lost while recording"];
    const runs = { free, under: run(), again: null };
    assert.equal(verdictOf(judge(runs, { ...FINE, missing })), "not judged 3");
    const refusals = { byPolicy: [REFUSAL], inBoth: 0 };
    assert.equal(verdictOf(judge(runs, { ...FINE, missing, refusals })), "refused 1");
  });

  it("can't be judged where no container started, and the engine's words are told", () => {
    const isStarted = { free: false, under: false };
    const failed = run({ status: 125, stderr: "docker: no such image\n" });
    const judgement = judge({ free: failed, under: failed, again: null }, { ...FINE, isStarted });
    assert.equal(verdictOf(judgement), "not judged 3");
    assert.ok(judgement.notes.includes("the engine: docker: no such image"));
  });

  it("are told apart where the container starts without the policy alone", () => {
    const isStarted = { free: true, under: false };
    const under = run({ status: 126, stdout: "", stderr: "runc: refused\n" });
    const judgement = judge({ free, under, again: null }, { ...FINE, isStarted });
    assert.equal(verdictOf(judgement), "refused 1");
    assert.ok(judgement.notes.includes("the engine: runc: refused"));
  });
});

describe("what is told of them", () => {
  const judgement = judge(
    { free: run(), under: run({ stdout: "a\n\u001b]0;x\n" }), again: run() },
    { ...FINE, refusals: { byPolicy: [REFUSAL], inBoth: 2 } },
  );
  const told: Told = {
    ...judgement,
    image: "app",
    policy: "seccomp profile",
    command: "docker run app",
    triedOn: { engine: "docker", runtime: "runc 1.2", kernel: "6.1", architecture: "x86_64" },
    madeWith: ["runc 1.1"],
    wordsOn: () => "not in the baseline",
  };

  it("names refusals, differences and where it was tried, and acts on no terminal", () => {
    const text = formatVerdict(told);
    assert.match(text, /^app under its seccomp profile: REFUSED/u);
    assert.match(text, /tried on {2}docker, runc 1\.2, Linux 6\.1, x86_64/u);
    assert.match(text, /! system call mkdir: ENOSYS, 3 times\n +by .*app\n +not in the baseline/u);
    assert.match(text, / - b\n/u);
    assert.match(text, /2 refusals of other causes/u);
    assert.match(text, /made from runs under runc 1\.1, and tried under runc 1\.2/u);
    assert.ok(!text.includes("\u001b"));
  });

  it("is the same for a script", () => {
    const document = JSON.parse(verdictDocument(told)) as {
      verdict: string;
      refusals: { call: string; baseline: string }[];
    };
    assert.equal(document.verdict, "refused");
    assert.deepEqual(
      document.refusals.map(({ call, baseline }) => [call, baseline]),
      [["mkdir", "not in the baseline"]],
    );
  });
});
