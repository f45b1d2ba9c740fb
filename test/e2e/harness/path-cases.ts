/** Cases for the functions of bpf/path/, as test/bpf/path.bpf.c takes them. */
import { joinComponents } from "../../../src/record/decode/path.js";
import { PATH_FLAG } from "../../../src/record/kernel/wire-enums.js";
import { KernelFunctions } from "./kernel-functions.js";

/** enum lookup_how, enum target_how */
export const HOW = { follow: 1, entry: 2, gone: 4, fd: 16 } as const;
/** enum lookup_result */
export const RESULTS = ["unknown", "found", "named"] as const;
export const AT_FDCWD = -100;
const ROOT_UNKNOWN = -1;

/** What is asked; the working directory, no container's root and no links where not given. */
export interface PathCase {
  readonly asked?: string | Buffer;
  readonly how?: number;
  /** a descriptor that a relative name starts from, or that is asked for itself */
  readonly folder?: number;
  /** what the call returned */
  readonly ret?: number;
  /** a descriptor of the container's root directory */
  readonly root?: number;
}

export interface FoundPath {
  readonly result: (typeof RESULTS)[number];
  readonly path: string;
  /** enum path_flag */
  readonly flags: number;
}

export interface TakenNames {
  readonly names: readonly string[];
  /** of the name that was taken last; 0: there was none any more */
  readonly length: number;
  readonly how: number;
}

export interface LeftText {
  readonly text: string;
  readonly followed: boolean;
}

/** The names of enum path_flag, such as "deleted". */
export function flagNames(flags: number): string[] {
  return Object.entries(PATH_FLAG)
    .filter(([, flag]) => (flags & flag) !== 0)
    .map(([name]) => name.replace("PATH_", "").toLowerCase());
}

/** The functions of bpf/path/, in the kernel. */
export class PathFunctions {
  readonly #functions = new KernelFunctions("path.o", "cases");

  close(): void {
    this.#functions.close();
  }

  find({
    asked = "",
    how = 0,
    folder = AT_FDCWD,
    root = ROOT_UNKNOWN,
    ret = 0,
  }: PathCase): FoundPath {
    const found = this.#run("find_path", { how, folder, root, ret }, { asked });
    const flags = found.number("flags");
    const path = joinComponents(found.bytes("data", found.number("path_len")), flags);
    return { result: RESULTS[found.number("result")] ?? "unknown", path, flags };
  }

  takeNames(asked: string | Buffer, how = 0): TakenNames {
    const taken = this.#run("take_names", { how }, { asked });
    const names = taken.bytes("data", taken.number("length")).toString("latin1");
    return {
      names: names.match(/[^|!]*[|!]/g) ?? [],
      length: taken.number("result"),
      how: taken.number("how"),
    };
  }

  /** What is left of a text from `at` on, behind a link's text in its place. */
  followText(
    asked: string,
    link: string,
    { at = 0, last = false, links = 0 }: { at?: number; last?: boolean; links?: number } = {},
  ): LeftText {
    const numbers = { at: TEXT_AT + at, last: Number(last), links };
    const left = this.#run("follow_text", numbers, { asked, link });
    const text = left.bytes("data", Math.max(0, left.number("length") - 1));
    return { text: text.toString("latin1"), followed: left.number("result") === 1 };
  }

  #run(
    program: string,
    numbers: Readonly<Record<string, number>>,
    texts: Readonly<Record<string, string | Buffer>>,
  ): Element {
    const layout = this.#functions.types.structs.get("path_case") ?? {};
    const bytes = Buffer.alloc(layout["size"] ?? 0);
    for (const [name, value] of Object.entries(numbers)) bytes.writeInt32LE(value, layout[name]);
    for (const [name, text] of Object.entries(texts)) Buffer.from(text).copy(bytes, layout[name]);
    this.#functions.run(program, bytes);
    return {
      number: (name) => bytes.readUInt32LE(layout[name]),
      bytes: (name, length) => bytes.subarray(layout[name], (layout[name] ?? 0) + length),
    };
  }
}

interface Element {
  readonly number: (name: string) => number;
  readonly bytes: (name: string, length: number) => Buffer;
}

/** Where a name begins in the text, in front of which there is room for links: ASKED_SIZE */
const TEXT_AT = 4096;
