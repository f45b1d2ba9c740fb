/** A database of nights: on each of them one container of an image ran and read files. */
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TestContext } from "node:test";
import type { Baseline } from "../../../src/model/baseline/baseline.js";
import type { Exec } from "../../../src/model/events/events.js";
import { openStore } from "../../../src/store/open.js";
import { runCxray, type Outcome } from "../run-cxray.js";
import { ACTOR, container, open, RECORDING, START, temporaryFolder } from "../../store/samples.js";

const DAY = 86_400n * 10n ** 9n;

const RAN: Exec = {
  kind: "exec",
  path: "/bin/app",
  asked: "/bin/app",
  argv: ["app"],
  storage: "image",
};

/** When the recording of that night began, as `--since` takes it. The first night is 0. */
export function beginOf(night: number): string {
  return new Date(Number((START + BigInt(night) * DAY) / 1_000_000n)).toISOString();
}

/** Of each night the files that were read, besides /etc/hosts. Gives the folder of cxray.db. */
export function nights(t: TestContext, ...each: readonly (readonly string[])[]): string {
  const folder = temporaryFolder(t);
  const store = openStore(join(folder, "cxray.db"), "write");
  for (const [night, paths] of each.entries()) {
    const startedAt = START + BigInt(night) * DAY;
    const writer = store.beginRecording({ ...RECORDING, startedAt });
    writer.begin();
    const of = { ...container(String(night + 1)), startedAt: startedAt + 5n };
    const actor = writer.insertActor(writer.insertContainer(of), ACTOR, null);
    for (const behaviour of [RAN, ...["/etc/hosts", ...paths].map(open)]) {
      writer.insertEvent(7, actor, writer.insertBehaviour(behaviour));
    }
    writer.finish(startedAt + 100n, []);
  }
  store.close();
  return folder;
}

/** The files that a baseline of the folder lets the image read. */
export function filesIn(folder: string, name: string): string[] {
  const document = JSON.parse(readFileSync(join(folder, name), "utf8")) as Baseline;
  return document.filesRead.map(({ path }) => path);
}

/** A folder with a database and a committed app.json. */
export interface Night {
  readonly folder: string;
  readonly run: (...args: string[]) => Outcome;
  /** writes cxray.yaml */
  readonly policy: (...lines: string[]) => void;
  readonly committed: () => string;
}

/** Whose app.json has what was read on the first night; /etc/shadow was on the second. */
export function secondNight(
  t: TestContext,
  second: readonly string[] = ["/etc/shadow", "/srv/b"],
): Night {
  const folder = nights(t, [], second);
  const run = (...args: string[]): Outcome => runCxray(args, { folder });
  assert.equal(run("check", "--baseline", "app.json", "--init").exit, 0);
  const path = join(folder, "app.json");
  const committed = (): string => readFileSync(path, "utf8");
  const document = JSON.parse(committed()) as { filesRead: { path: string }[] };
  const filesRead = document.filesRead.filter((each) => !second.includes(each.path));
  writeFileSync(path, `${JSON.stringify({ ...document, filesRead }, null, 2)}\n`);
  const policy = (...lines: string[]): void => {
    writeFileSync(join(folder, "cxray.yaml"), lines.join("\n"));
  };
  return { folder, run, policy, committed };
}
