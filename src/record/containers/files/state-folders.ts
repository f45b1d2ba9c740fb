/**
 * The containers of runc and crun on this machine, from the folders in which they keep
 * their state. Such a folder is gone as soon as the container is, so what appears there
 * is read at once and remembered until it is asked for.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { ENGINE_ROWS } from "../../../model/recordings/engines.js";
import type { ContainerQuestion } from "../engine.js";
import { readOciState } from "../connectors.js";
import { isStateOf, type OciState } from "./state-file.js";
import { member, namesIn, readJson, textsOf } from "./read-json.js";
import { watchFolder } from "./watch-folder.js";

/** A container's state with the annotations of its bundle. */
export interface OciContainer extends OciState {
  readonly annotations: Readonly<Record<string, string>>;
}

/** How much later than the kernel a folder's watch may tell of a container. */
const NOTICED_WITHIN = 300;
const MOST_REMEMBERED = 1024;
/** A runtime that has not written its state by then won't. */
const GIVE_UP_AFTER = 60_000;

export interface StatePlaces {
  /** folders of containers: `/run/runc` */
  readonly roots: readonly string[];
  /** folders of such folders: `/run/containerd/runc` has one for each namespace */
  readonly parents: readonly string[];
  readonly uid: number;
  /** where the cgroup v2 tree may be mounted */
  readonly mounts: readonly string[];
}

export class OciStates {
  readonly #places: StatePlaces;
  readonly #roots = new Set<string>();
  readonly #seen = new Map<string, OciContainer>();
  readonly #watches = new Map<string, () => void>();

  constructor(places: StatePlaces) {
    this.#places = places;
    for (const root of places.roots) this.#addRoot(root);
    for (const parent of places.parents) {
      const addAll = (): void => {
        for (const name of namesIn(parent)) this.#addRoot(join(parent, name));
      };
      this.#watches.set(parent, watchFolder(parent, addAll, addAll));
    }
  }

  /** The container of a cgroup; each life of one is found once. */
  async find(question: ContainerQuestion): Promise<OciContainer | null> {
    const found = this.#look(question);
    if (found !== null) return found;
    await pause(NOTICED_WITHIN);
    return this.#look(question);
  }

  close(): void {
    for (const end of this.#watches.values()) end();
    this.#watches.clear();
  }

  #look(question: ContainerQuestion): OciContainer | null {
    for (const root of this.#roots) {
      this.#read(root, question.id);
    }
    const found = this.#remembered(question);
    if (found !== null) return found;
    // Its id need not be in its cgroup's name.
    for (const root of this.#roots) for (const id of namesIn(root)) this.#read(root, id);
    return this.#remembered(question);
  }

  #remembered({ id, cgroup }: ContainerQuestion): OciContainer | null {
    for (const [folder, container] of this.#seen) {
      const isIt =
        cgroup === "" ? container.id === id : isStateOf(container, cgroup, this.#places.mounts);
      if (!isIt) continue;
      // Another may be given its name and its cgroup as soon as it is gone.
      this.#seen.delete(folder);
      return container;
    }
    return null;
  }

  #addRoot(root: string): void {
    if (this.#roots.has(root)) return;
    this.#roots.add(root);
    const visit = (id: string): void => {
      this.#visit(root, id);
    };
    const visitAll = (): void => {
      namesIn(root).forEach(visit);
    };
    this.#watches.set(root, watchFolder(root, visit, visitAll));
  }

  /** A folder came or went: runc writes its state into it some time later. */
  #visit(root: string, id: string): void {
    const folder = join(root, id);
    const end = (): void => {
      this.#watches.get(folder)?.();
      this.#watches.delete(folder);
    };
    end(); // of a folder that had this name before
    if (this.#read(root, id) || this.#watches.size >= MOST_REMEMBERED) return;
    if (!existsSync(folder)) return;
    const retry = (): void => {
      if (this.#read(root, id)) end();
    };
    this.#watches.set(
      folder,
      watchFolder(folder, retry, () => undefined),
    );
    retry(); // it may have been written before the watch began
    setTimeout(end, GIVE_UP_AFTER).unref();
  }

  #read(root: string, id: string): boolean {
    const { uid } = this.#places;
    const state = id.includes("/") ? null : readOciState(root, id, uid);
    if (state === null) return false;
    // The bundle may be anybody's; the runtime was told to run it.
    const spec = readJson(join(state.bundle, "config.json"), uid === 0 ? null : uid);
    const folder = join(root, id);
    this.#seen.delete(folder);
    this.#seen.set(folder, { ...state, annotations: textsOf(member(spec, "annotations")) });
    const oldest = this.#seen.size > MOST_REMEMBERED ? this.#seen.keys().next().value : undefined;
    if (oldest !== undefined) this.#seen.delete(oldest);
    return true;
  }
}

/** Where the runtimes of root keep their state, and those of a user. */
export function statePlaces(
  uid: number,
  mounts: readonly string[],
  users = "/run/user",
): StatePlaces {
  const run = uid === 0 ? "/run" : `${users}/${String(uid)}`;
  return {
    roots: ENGINE_ROWS.flatMap(([, { states }]) => states.map((runtime) => `${run}/${runtime}`)),
    parents: uid === 0 ? ENGINE_ROWS.flatMap(([, { namespaces }]) => namespaces) : [],
    uid,
    mounts,
  };
}
