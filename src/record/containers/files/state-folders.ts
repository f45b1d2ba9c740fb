/**
 * Watches the directories in which runc and crun keep the state of their containers. A state file
 * is removed as soon as its container ends, so each one is read when it appears and remembered
 * until somebody asks for it.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { ENGINE_ROWS } from "../../../model/recordings/engines.js";
import type { ContainerQuestion } from "../engine.js";
import { readOciState } from "../connectors.js";
import { isStateOf, type OciState } from "./state-file.js";
import { member, listFolder, readJson, textsOf } from "./read-json.js";
import { watchFolder } from "./watch-folder.js";

/** A container's state with the annotations of its bundle. */
export interface OciContainer extends OciState {
  readonly annotations: Readonly<Record<string, string>>;
}

/** How much later than the kernel side a watch may report a container, in milliseconds. */
const WATCH_DELAY = 300;
const MOST_REMEMBERED = 1024;
/** How long a runtime has to write its state file, in milliseconds. */
const STATE_TIMEOUT = 60_000;

export interface StatePlaces {
  /** directories that hold one directory for each container: `/run/runc` */
  readonly roots: readonly string[];
  /** directories that hold such roots: `/run/containerd/runc` has one for each namespace */
  readonly parents: readonly string[];
  readonly uid: number;
  /** where the cgroup v2 tree may be mounted */
  readonly mounts: readonly string[];
  /** called when the state of a container was read */
  readonly onState?: (id: string) => void;
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
        for (const name of listFolder(parent)) this.#addRoot(join(parent, name));
      };
      this.#watches.set(parent, watchFolder(parent, addAll, addAll));
    }
  }

  /** The container of a cgroup. Each run of a container is returned only once. */
  async find(question: ContainerQuestion): Promise<OciContainer | null> {
    const found = this.#look(question);
    if (found !== null) return found;
    await pause(WATCH_DELAY);
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
    // The directory may have another name than the cgroup.
    for (const root of this.#roots) for (const id of listFolder(root)) this.#read(root, id);
    return this.#remembered(question);
  }

  #remembered({ id, cgroup }: ContainerQuestion): OciContainer | null {
    for (const [folder, container] of this.#seen) {
      const isIt =
        cgroup === "" ? container.id === id : isStateOf(container, cgroup, this.#places.mounts);
      if (!isIt) continue;
      // Forget it: another container may get its name and its cgroup once it has ended.
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
      listFolder(root).forEach(visit);
    };
    this.#watches.set(root, watchFolder(root, visit, visitAll));
  }

  /** A container's directory was made or removed. runc writes the state file some time later. */
  #visit(root: string, id: string): void {
    const folder = join(root, id);
    const end = (): void => {
      this.#watches.get(folder)?.();
      this.#watches.delete(folder);
    };
    end(); // the watch of an earlier directory with this name
    if (this.#read(root, id) || this.#watches.size >= MOST_REMEMBERED) return;
    if (!existsSync(folder)) return;
    const retry = (): void => {
      if (this.#read(root, id)) end();
    };
    this.#watches.set(
      folder,
      watchFolder(folder, retry, () => undefined),
    );
    retry(); // the state file may have been written before the watch began
    setTimeout(end, STATE_TIMEOUT).unref();
  }

  #read(root: string, id: string): boolean {
    const { uid } = this.#places;
    const state = id.includes("/") ? null : readOciState(root, id, uid);
    if (state === null) return false;
    // root's runtime may run a bundle that belongs to anybody.
    const spec = readJson(join(state.bundle, "config.json"), uid === 0 ? null : uid);
    const folder = join(root, id);
    this.#seen.delete(folder);
    this.#seen.set(folder, { ...state, annotations: textsOf(member(spec, "annotations")) });
    const oldest = this.#seen.size > MOST_REMEMBERED ? this.#seen.keys().next().value : undefined;
    if (oldest !== undefined) this.#seen.delete(oldest);
    this.#places.onState?.(id);
    return true;
  }
}

/** Where the runtimes of a user, or of root, keep their state. */
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
