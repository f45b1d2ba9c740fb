/**
 * What another user leaves in a folder that all may write to, under a name that root's cxray will
 * use: it is refused, nothing is read aloud, nothing is written elsewhere, nothing hangs.
 */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  lchownSync,
  linkSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { openLineWriter } from "../../src/cli/recording/line-writer.js";
import { CxrayError } from "../../src/model/errors.js";
import { openStore } from "../../src/store/open.js";
import { ACTOR, container, open, RECORDING, START, temporaryFolder } from "../store/samples.js";
import { runCxray } from "./run-cxray.js";

const NOBODY = 65_534;
const SECRET = "root:$6$SECRET:19000:0:99999:7:::\n";

interface Place {
  /** where all may write, and cxray is run */
  readonly shared: string;
  readonly secret: string;
  readonly db: string;
}

/** What is planted at a path, by what it is. */
const PLANTS: Readonly<Record<string, (path: string, place: Place) => void>> = {
  file: (path) => {
    writeFileSync(path, SECRET, { mode: 0o600 });
  },
  link: (path, { secret }) => {
    symlinkSync(secret, path);
  },
  "hard link": (path, { secret }) => {
    linkSync(secret, path);
  },
  pipe: (path) => {
    execFileSync("mkfifo", [path]);
  },
  "link to a device": (path) => {
    symlinkSync("/dev/zero", path);
  },
};

/** What cxray does with the file; gives what it said, and whether it refused. */
type Use = (path: string, place: Place) => { readonly refused: boolean; readonly said: string };

function byCommand(args: (path: string, place: Place) => readonly string[]): Use {
  return (path, place) => {
    const { exit, stdout, stderr } = runCxray(args(path, place), { folder: place.shared });
    return { refused: exit === 2, said: stdout + stderr };
  };
}

function byCall(use: (path: string) => unknown): Use {
  return (path) => {
    try {
      use(path);
    } catch (error) {
      assert.ok(error instanceof CxrayError, String(error));
      return { refused: true, said: [error.message, ...error.advice].join("\n") };
    }
    return { refused: false, said: "" };
  };
}

const USES: Readonly<Record<string, { readonly name: string; readonly use: Use }>> = {
  configuration: { name: "cxray.yaml", use: byCommand(() => ["aggregate"]) },
  "configuration of another name": {
    name: "own",
    use: byCommand((path) => ["aggregate", "--config", path]),
  },
  "database to read": { name: "cxray.db", use: byCommand(() => ["aggregate"]) },
  "database to record into": { name: "cxray.db", use: byCall((path) => openStore(path, "write")) },
  "journal of a database": {
    name: "beside.db-wal",
    use: byCommand((path) => ["aggregate", "--db", path.replace(/-wal$/u, "")]),
  },
  log: { name: "log.jsonl", use: byCall(openLineWriter) },
  template: {
    name: "line.hbs",
    use: byCommand((path, { db }) => ["emit", "--db", db, "-f", "log", "--template", path]),
  },
  "part of a template": {
    name: "part.hbs",
    use: byCommand((_path, { db, shared }) => {
      const template = join(shared, "whole.hbs");
      writeFileSync(template, "{{> part}}", { mode: 0o600 });
      return ["emit", "--db", db, "-f", "log", "--template", template];
    }),
  },
  output: {
    name: "log.jsonl",
    use: byCommand((path, { db }) => ["emit", "--db", db, "-f", "log", "-o", path]),
  },
};

function preparePlace(t: TestContext): Place {
  const folder = temporaryFolder(t);
  const shared = join(folder, "shared");
  mkdirSync(shared);
  chmodSync(folder, 0o755);
  chmodSync(shared, 0o1777);
  const secret = join(folder, "secret");
  writeFileSync(secret, SECRET, { mode: 0o600 });
  const db = join(folder, "own.db");
  for (const file of [db, join(shared, "beside.db")]) {
    const store = openStore(file, "write");
    const writer = store.beginRecording(RECORDING);
    writer.begin();
    const actor = writer.insertActor(writer.insertContainer(container()), ACTOR, null);
    writer.insertEvent(7, actor, writer.insertBehaviour(open("/etc/passwd")));
    writer.finish(START + 100n, []);
    store.close();
  }
  return { shared, secret, db };
}

for (const [what, { name, use }] of Object.entries(USES)) {
  for (const [kind, plant] of Object.entries(PLANTS)) {
    const skip = process.geteuid?.() === 0 ? false : "needs root";
    test(`a planted ${kind} in place of a ${what}`, { skip }, (t) => {
      const place = preparePlace(t);
      const path = join(place.shared, name);
      plant(path, place);
      if (kind !== "hard link") lchownSync(path, NOBODY, NOBODY);
      const { refused, said } = use(path, place);
      assert.doesNotMatch(said, /SECRET/u);
      assert.doesNotMatch(said, /unexpected|^\s+at /mu);
      assert.equal(readFileSync(place.secret, "utf8"), SECRET);
      // An output takes the place of the name, whatever else that file is called.
      assert.equal(refused, !(what === "output" && kind === "hard link"), said);
    });
  }
}
