/**
 * The engines of users other than root: rootless Podman, and runc and crun run by hand.
 * They are known by the files that they leave, which have to be their user's. A user's
 * API is not asked: whoever answers there could keep cxray busy.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ContainersStorage } from "./containers-storage.js";
import type { ContainerDescription, ContainerQuestion, Engine } from "./engine.js";
import { OciRuntimes } from "./oci-runtimes.js";
import { statePlaces } from "./oci-states.js";
import { listUsers } from "./running-states.js";

export class UserEngines implements Engine {
  readonly description = "users' engines";
  readonly #mounts: readonly string[];
  readonly #byUser = new Map<number, readonly Engine[]>();

  constructor(mounts: readonly string[]) {
    this.#mounts = mounts;
    // So that their states are watched before a container is there.
    for (const uid of listUsers()) this.#enginesOf(uid);
  }

  serves(uid: number): boolean {
    return uid !== 0;
  }

  async describe(question: ContainerQuestion): Promise<ContainerDescription | null> {
    for (const engine of this.#enginesOf(question.uid)) {
      const description = await engine.describe(question);
      if (description !== null) return description;
    }
    return null;
  }

  announced(): boolean {
    return false;
  }

  close(): void {
    for (const engine of [...this.#byUser.values()].flat()) engine.close();
  }

  #enginesOf(uid: number): readonly Engine[] {
    const known = this.#byUser.get(uid);
    if (known !== undefined) return known;
    const places = statePlaces(uid, this.#mounts);
    const home = homeOf(uid);
    const graphRoot = join(home ?? "", ".local/share/containers/storage");
    const storage = { graphRoot, uid, stateRoots: places.roots };
    const engines = [
      ...(home === null ? [] : [new ContainersStorage(storage)]),
      new OciRuntimes(places),
    ];
    this.#byUser.set(uid, engines);
    return engines;
  }
}

/** From /etc/passwd; null where the user has none there. */
function homeOf(uid: number): string | null {
  try {
    const lines = readFileSync("/etc/passwd", "utf8").split("\n");
    const fields = lines.map((line) => line.split(":")).find((each) => each[2] === String(uid));
    return fields?.[5]?.startsWith("/") === true ? fields[5] : null;
  } catch {
    return null;
  }
}
