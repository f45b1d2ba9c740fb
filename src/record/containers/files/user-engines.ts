/**
 * The engines of users other than root: rootless Podman, and runc and crun run by hand.
 * They are known by their files, which must belong to the user. A user's API is not asked,
 * because the user could keep cxray busy with it.
 */
import { existsSync, readFileSync } from "node:fs";
import { ContainersStorage, userGraph } from "./containers-storage.js";
import type { ContainerDescription, ContainerQuestion } from "../engine.js";
import type { FileEngine } from "./file-engines.js";
import { OciRuntimes } from "./oci-runtimes.js";
import { statePlaces, type StatePlaces } from "./state-folders.js";
import { loggedInUsers } from "./logged-in-users.js";
import { watchFolder } from "./watch-folder.js";

export interface UserPlaces {
  /** where the cgroup v2 tree may be mounted */
  readonly mounts: readonly string[];
  /** has a directory for each user who is logged in: `/run/user` */
  readonly run: string;
  readonly passwd: string;
  /** called when the state of a container was read */
  readonly onState?: (id: string) => void;
}

export class UserEngines implements FileEngine {
  readonly description = "users' engines";
  readonly #places: UserPlaces;
  readonly #byUser = new Map<number, readonly FileEngine[]>();
  readonly #endWatch: () => void;

  constructor(places: UserPlaces) {
    this.#places = places;
    // Watch the state directories of all users before their first container starts.
    const addAll = (): void => {
      for (const uid of loggedInUsers(places.run)) this.#enginesOf(uid);
    };
    this.#endWatch = watchFolder(places.run, addAll, addAll);
  }

  serves(uid: number): boolean {
    return uid !== 0;
  }

  /** A user who is not logged in counts too: that user's containers are in the storage. */
  isUsed(): boolean {
    const homes = this.#homes();
    const storages = [...homes].flatMap(([uid, home]) => (uid === 0 ? [] : [userGraph(home, uid)]));
    const roots = loggedInUsers(this.#places.run).flatMap((uid) => this.#statesOf(uid).roots);
    return [...storages, ...roots].some((folder) => existsSync(folder));
  }

  /** Asks one after the other, because the time for reading a user's files is limited. */
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
    this.#endWatch();
    for (const engine of [...this.#byUser.values()].flat()) engine.close();
  }

  #enginesOf(uid: number): readonly FileEngine[] {
    const known = this.#byUser.get(uid);
    if (known !== undefined) return known;
    const states = this.#statesOf(uid);
    const home = this.#homes().get(uid);
    const places = { uid, stateRoots: states.roots };
    const engines = [
      ...(home === undefined
        ? []
        : [new ContainersStorage({ ...places, graphRoot: userGraph(home, uid) })]),
      new OciRuntimes(states),
    ];
    this.#byUser.set(uid, engines);
    return engines;
  }

  #statesOf(uid: number): StatePlaces {
    const { mounts, run, onState = () => undefined } = this.#places;
    return { ...statePlaces(uid, mounts, run), onState };
  }

  /** The home directories of the machine's users, by uid. */
  #homes(): ReadonlyMap<number, string> {
    try {
      const lines = readFileSync(this.#places.passwd, "utf8").split("\n");
      const fields = lines.map((line) => line.split(":"));
      const homes = fields.map(([, , uid = "", , , home = ""]) => [Number(uid), home] as const);
      return new Map(homes.filter(([, home]) => home.startsWith("/")).reverse());
    } catch {
      return new Map();
    }
  }
}
