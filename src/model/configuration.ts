/** Generated from schemas/config.schema.json by scripts/generate-types.mjs: change the schema. */
/* eslint-disable -- as it is generated */

export type Kind =
  | "executables"
  | "filesRead"
  | "filesWritten"
  | "otherOpens"
  | "changes"
  | "destinations"
  | "listeners"
  | "names"
  | "sockets"
  | "capabilities"
  | "privileges"
  | "signals"
  | "syscalls.workload"
  | "syscalls.start"
  | "syscallArguments"
  | "refused.executables"
  | "refused.syscalls";
export type Kinds = Kind | readonly Kind[];
export type Texts = string | readonly string[];
export type Forbidden =
  | string
  | number
  | {
      readonly match: string | number;
      readonly reason?: string;
      readonly severity?: "high" | "medium" | "low";
      readonly image?: Texts;
      /** of paths: only this of them; either unless given */
      readonly access?: "read" | "write";
    };
export type Folders = string | readonly string[];
export type Programs = string | readonly string[];

/** Options of cxray's commands. An option on the command line wins over one in this file. */
export type Configuration = {
  /** record, aggregate, profile, emit: database to record into and to read */
  readonly db?: string;
  /** record: globs of images; profile, emit: the image */
  readonly image?: string | readonly string[];
  /** record: names of containers, globs, or the first 12 digits of their ids */
  readonly container?: string | readonly string[];
  /** record: how long */
  readonly duration?: number | string;
  /** record, profile: by how much the database may grow */
  readonly "max-size"?: string;
  /** record: file for the JSON log */
  readonly log?: string;
  /** record, emit: events of the log */
  readonly events?: string | readonly string[];
  /** record, profile, doctor: socket of an engine (unix:///path), or none */
  readonly engine?: string;
  /** record, profile: MiB of the buffer between kernel and cxray */
  readonly buffer?: 1 | 2 | 4 | 8 | 16 | 32 | 64 | 128 | 256 | 512;
  /** emit: the format */
  readonly format?:
    | "falco"
    | "seccomp"
    | "apparmor"
    | "docker-run"
    | "compose"
    | "kubernetes"
    | "seccomp-operator"
    | "networkpolicy"
    | "cilium"
    | "kubearmor"
    | "tetragon"
    | "in-toto"
    | "log";
  /** emit: a template of your own */
  readonly template?: string;
  /** emit: what seccomp answers */
  readonly errno?: "ENOSYS" | "EPERM";
  /** emit: the runtimes that can start a container under a seccomp profile */
  readonly runtimes?: "all" | "recorded";
  /** emit: allow calls of equal power in a seccomp profile */
  readonly "similar-calls"?: boolean;
  /** emit: the name of an AppArmor profile */
  readonly "profile-name"?: string;
  /** emit: the seccomp profile's file that container settings name */
  readonly "seccomp-profile"?: string;
  /** emit: the user that container settings run the image as */
  readonly user?: string;
  /** emit: the name of the AppArmor profile that container settings name */
  readonly "apparmor-profile"?: string;
  /** emit: the labels of the Pods that a policy is for */
  readonly "pod-labels"?: string;
  /** emit: what Tetragon does about what was not seen */
  readonly action?: "Post" | "Override" | "Sigkill";
  /** emit -f falco: what is reported, and of which containers */
  readonly falco?: {
    /** only these containers of the images; * stands for any text */
    readonly scope?: {
      readonly containers?: readonly string[];
      readonly namespaces?: readonly string[];
    };
    /** added to the tags of every rule */
    readonly tags?: readonly string[];
    /** by the name of a rule */
    readonly rules?: {
      readonly [k: string]: {
        readonly enabled?: boolean;
        readonly priority?:
          | "EMERGENCY"
          | "ALERT"
          | "CRITICAL"
          | "ERROR"
          | "WARNING"
          | "NOTICE"
          | "INFORMATIONAL"
          | "DEBUG";
        readonly tags?: readonly string[];
      };
    };
  };
  /** aggregate, profile, emit, check: what becomes a pattern, and which arguments are secrets */
  readonly patterns?: {
    /** rules and rows that are switched off */
    readonly off?: readonly string[];
    /** names that are another one each time */
    readonly forms?: readonly FormRow[];
    /** where names may vary, and where they may not */
    readonly places?: readonly PlaceRow[];
    /** options, variables and forms that are secrets */
    readonly secrets?: readonly SecretRow[];
    /** programs that run what they are given */
    readonly interpreters?: readonly InterpreterRow[];
  };
  /** check, diff, accept: findings that are none */
  readonly ignore?: readonly {
    readonly image?: Texts;
    readonly kind?: Kinds;
    readonly match?: Texts;
    /** why */
    readonly reason: string;
    /** the last day on which it holds; for ever unless given */
    readonly until?: string;
  }[];
  /** check, diff, accept, emit: what no learning lets in */
  readonly never?: {
    /** programs, by name or path */
    readonly programs?: readonly Forbidden[];
    /** files */
    readonly paths?: readonly Forbidden[];
    /** addresses, networks, names, paths of sockets */
    readonly destinations?: readonly Forbidden[];
    /** ports, called or listened on */
    readonly ports?: readonly Forbidden[];
    /** ports that are listened on, or listeners as they are told */
    readonly listeners?: readonly Forbidden[];
    /** capabilities */
    readonly capabilities?: readonly Forbidden[];
    /** system calls */
    readonly syscalls?: readonly Forbidden[];
  };
  /** check, diff: how severe findings are */
  readonly severity?: readonly {
    readonly image?: Texts;
    readonly kind?: Kinds;
    readonly match?: Texts;
    readonly severity: "high" | "medium" | "low";
  }[];
  /** check: which findings fail the build */
  readonly fail?: {
    /** as --fail-on */
    readonly on?: "new" | "gone" | "any" | "never";
    /** as --fail-on-severity */
    readonly severity?: "high" | "medium" | "low";
    readonly kinds?: Kinds;
  };
  /** every command: nothing but warnings and errors */
  readonly quiet?: boolean;
  /** every command: colours */
  readonly color?: "auto" | "always" | "never";
  /** aggregate, profile, emit: count what came in through docker exec */
  readonly "include-sessions"?: boolean;
};
/** Names of one form: one of them is enough for a pattern. */
export interface FormRow {
  readonly name: string;
  /** the form of the whole name: text, and parts such as [0-9]{8} and [a-z]+ */
  readonly match: string;
  readonly below?: Folders;
  /** one sentence: what the row lets in */
  readonly "lets-in": string;
  /** names that have the form, or paths */
  readonly examples: readonly string[];
}
/** A folder below which names may vary, or may not. */
export interface PlaceRow {
  readonly name: string;
  readonly match: Folders;
  /** temporary: names vary as below /tmp; closed: none does */
  readonly is: "temporary" | "closed";
  /** one sentence: what the row lets in */
  readonly "lets-in": string;
  /** paths below */
  readonly examples: readonly string[];
}
/** What follows it is a secret, and gets into no baseline. */
export interface SecretRow {
  readonly name: string;
  /** an option (--seed), the name of a variable or key (SEED), or a form (acme_[0-9a-z]{24}) */
  readonly match: string;
  readonly program?: Programs;
  /** one sentence: what the row lets in */
  readonly "lets-in": string;
  /** command lines whose secret is S3CRET; of a form, secrets */
  readonly examples: readonly string[];
}
/** A program that runs the file it is given. */
export interface InterpreterRow {
  readonly name: string;
  readonly match: Programs;
  /** options after which there is no script */
  readonly inline?: readonly string[];
  /** options whose value is the next argument */
  readonly valued?: readonly string[];
  /** one sentence: what the row lets in */
  readonly "lets-in": string;
  /** command lines whose script is SCRIPT */
  readonly examples: readonly string[];
}
