/**
 * The supported container engines, one row each. Recording, `doctor`, messages and the
 * documentation read these rows. src/record/containers/connectors.ts queries the engines.
 */

/** Where to find an engine's API. */
export interface EngineApi {
  /** its default sockets */
  readonly sockets: readonly string[];
  /** the environment variable for another address */
  readonly variable: string;
  /** the address in the variable must answer */
  readonly mustAnswer: boolean;
  /** how a user starts the engine */
  readonly start: string;
}

export interface EngineRow {
  /** the name for a person */
  readonly title: string;
  /** null: it has none, or cxray does not use it */
  readonly api: EngineApi | null;
  /** prefixes of the container id in the names of systemd cgroups */
  readonly scopes: readonly string[];
  /** the directory of its cgroups without systemd */
  readonly cgroupFolder: string | null;
  /**
   * directories of a runtime with one directory per container, below /run, or /run/user/UID of a
   * user
   */
  readonly states: readonly string[];
  /** directories of such directories, only of root */
  readonly namespaces: readonly string[];
  /** it leaves files that describe containers without its API */
  readonly leavesFiles: boolean;
  /** its command line, if that can create, start, inspect and remove like `docker` */
  readonly command: { readonly name: string; readonly socketOption: string } | null;
  /** rows of docs/record.md */
  readonly documented: readonly (readonly [what: string, comesFrom: string, tested: string])[];
}

const NOTHING = {
  api: null,
  scopes: [],
  cgroupFolder: null,
  states: [],
  namespaces: [],
  leavesFiles: false,
  command: null,
} as const;

export const ENGINES = {
  docker: {
    ...NOTHING,
    title: "Docker",
    api: {
      sockets: ["/var/run/docker.sock"],
      variable: "DOCKER_HOST",
      mustAnswer: true,
      start: "Docker (systemctl start docker)",
    },
    scopes: ["docker-"],
    cgroupFolder: "docker",
    command: { name: "docker", socketOption: "--host" },
    documented: [
      ["Docker", "its API, `/var/run/docker.sock` or `DOCKER_HOST`", "Docker 20.10"],
      [
        "Kubernetes on Docker",
        "the labels that cri-dockerd sets, by Docker's API",
        "answers written by hand",
      ],
    ],
  },
  podman: {
    ...NOTHING,
    title: "Podman",
    api: {
      sockets: ["/run/podman/podman.sock"],
      variable: "DOCKER_HOST",
      mustAnswer: true,
      start: "Podman's API (systemctl start podman.socket)",
    },
    scopes: ["libpod-"],
    leavesFiles: true,
    command: { name: "podman", socketOption: "--url" },
    documented: [
      [
        "Podman",
        "its API, `/run/podman/podman.sock`; without it the lists of `containers/storage` (`storage.conf`)",
        "Podman 4.3 by its files, pods too; its API by hand",
      ],
      [
        "rootless Podman",
        "the same lists below `~/.local/share/containers`, or where the user's `storage.conf` says",
        "Podman 4.3 with crun, by its files and API, by hand",
      ],
    ],
  },
  containerd: {
    ...NOTHING,
    title: "containerd",
    api: {
      sockets: ["/run/containerd/containerd.sock"],
      variable: "CONTAINERD_ADDRESS",
      mustAnswer: false,
      start: "containerd (systemctl start containerd)",
    },
    scopes: ["cri-containerd-", "nerdctl-"],
    namespaces: ["/run/containerd/runc"],
    documented: [
      [
        "containerd, nerdctl",
        "its API, `/run/containerd/containerd.sock` or `CONTAINERD_ADDRESS`; the image's id from manifest and content store",
        "containerd 1.6 through `ctr`",
      ],
      [
        "Kubernetes on containerd",
        "the same, with what CRI keeps of the container and its sandbox; without the API the bundle's annotations, no image",
        "files written by hand from the documented format",
      ],
    ],
  },
  "cri-o": {
    ...NOTHING,
    title: "CRI-O",
    scopes: ["crio-"],
    leavesFiles: true,
    documented: [
      [
        "CRI-O",
        "`containers/storage`, and the annotations in `userdata/config.json` of the container and its sandbox",
        "files written by hand from the documented format",
      ],
    ],
  },
  runc: {
    ...NOTHING,
    title: "runc",
    states: ["runc"],
    leavesFiles: true,
    documented: [
      [
        "`runc` by hand",
        "`state.json` in `/run/runc`, and in `/run/user/UID/runc` for users; the bundle's annotations",
        "runc 1.1",
      ],
    ],
  },
  crun: {
    ...NOTHING,
    title: "crun",
    states: ["crun"],
    leavesFiles: true,
    documented: [
      [
        "`crun` by hand",
        "`status` in `/run/crun`, and in `/run/user/UID/crun` for users; the bundle's annotations",
        "crun 1.8",
      ],
    ],
  },
} as const satisfies Readonly<Record<string, EngineRow>>;

export type EngineName = keyof typeof ENGINES;

/** In the order in which they are queried. */
export const ENGINE_ROWS: readonly (readonly [EngineName, EngineRow])[] = Object.entries(
  ENGINES,
) as [EngineName, EngineRow][];

type NameWithApi = {
  [N in EngineName]: (typeof ENGINES)[N]["api"] extends null ? never : N;
}[EngineName];

/** The engines with an API that cxray uses. */
export const ENGINE_APIS: readonly (readonly [NameWithApi, EngineApi])[] = ENGINE_ROWS.flatMap(
  ([name, { api }]) => (api === null ? [] : [[name as NameWithApi, api] as const]),
);

/** The titles of matching engines: `A, B and C`. */
export function engineTitles(fits: (row: EngineRow) => boolean): string {
  const titles = ENGINE_ROWS.filter(([, row]) => fits(row)).map(([, { title }]) => title);
  return titles.join(", ").replace(/, (?=[^,]*$)/u, " and ");
}
