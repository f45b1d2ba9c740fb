/** cxray emit: container settings name the user that the first process of every run had. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { openStore } from "../../../src/store/open.js";
import {
  ACTOR,
  container,
  open,
  RAN,
  RECORDING,
  START,
  temporaryFolder,
} from "../../store/samples.js";
import { runCxray } from "../run-cxray.js";

interface Life {
  /** of each process in turn: its number in the container, and its user */
  readonly processes: readonly (readonly [pid: number, uid: number])[];
  readonly owner?: number;
}

/** The user in the settings of an image whose containers lived like this. */
function userOf(t: TestContext, lives: readonly Life[], ...more: string[]): string | undefined {
  const file = join(temporaryFolder(t), "cxray.db");
  const store = openStore(file, "write");
  const writer = store.beginRecording(RECORDING);
  writer.begin();
  for (const [at, { processes, owner = 0 }] of lives.entries()) {
    const id = writer.insertContainer({ ...container(String(at + 1)), owner });
    for (const [containerPid, uid] of processes) {
      const actor = writer.insertActor(
        id,
        { ...ACTOR, pid: 100 + containerPid, containerPid, uid },
        null,
      );
      for (const behaviour of [RAN, open("/etc/passwd")]) {
        writer.insertEvent(7, actor, writer.insertBehaviour(behaviour));
      }
    }
  }
  writer.finish(START + 100n, []);
  store.close();
  const { exit, stdout, stderr } = runCxray(["emit", "--db", file, "-f", "compose", ...more]);
  assert.equal(exit, 0, stderr);
  return /^ {4}user: '?([\d:]+)'?$/mu.exec(stdout)?.[1];
}

test("one user of all first processes is named, whatever they become and start", (t) => {
  assert.equal(
    userOf(t, [
      { processes: [[1, 33]] },
      {
        processes: [
          [1, 33],
          [7, 0],
        ],
      },
    ]),
    "33",
  );
  assert.equal(
    userOf(t, [
      {
        processes: [
          [1, 33],
          [1, 34],
        ],
      },
    ]),
    "33",
  );
});

test("root is not named, nor one of several, nor one that is not known", (t) => {
  assert.equal(
    userOf(t, [
      {
        processes: [
          [1, 0],
          [1, 33],
        ],
      },
    ]),
    undefined,
  );
  assert.equal(userOf(t, [{ processes: [[1, 33]] }, { processes: [[1, 34]] }]), undefined);
  assert.equal(userOf(t, [{ processes: [[1, 33]] }, { processes: [[7, 33]] }]), undefined);
});

test("a user's own engine has other numbers, of which none is taken for the container's", (t) => {
  assert.equal(userOf(t, [{ processes: [[1, 1000]], owner: 1000 }]), undefined);
  assert.equal(userOf(t, [{ processes: [[1, 1000]], owner: 1000 }], "--user", "5:6"), "5:6");
});
