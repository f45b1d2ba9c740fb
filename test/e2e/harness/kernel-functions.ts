/** Functions of the eBPF program, run in the kernel one by one: test/bpf/*.bpf.c says on what. */
import assert from "node:assert/strict";
import koffi from "koffi";
import { packageFile } from "../../../src/files/package-root.js";
import { parseBtf, type BtfTypes } from "../../../src/record/kernel/btf.js";
import {
  lastErrno,
  viewMemory,
  type Libbpf,
  type Pointer,
} from "../../../src/record/kernel/ffi.js";
import { findLibbpf } from "../../../src/record/kernel/libbpf.js";

/** struct bpf_test_run_opts of libbpf's bpf.h, of which only the size is set */
const TEST_RUN_OPTIONS_SIZE = 80;
const RETVAL = 56;
const ONE_KEY = new Uint8Array(4);

type RunProgram = (fd: number, options: Uint8Array) => number;

/** An object whose programs read and write the one element of a table. */
export class KernelFunctions {
  readonly types: BtfTypes;
  readonly #bpf: Libbpf;
  readonly #object: Pointer;
  readonly #table: number;
  readonly #run: RunProgram;

  constructor(file: string, table: string) {
    this.#bpf = findLibbpf().bpf;
    const runProgram = "int bpf_prog_test_run_opts(int fd, void *options)";
    this.#run = koffi.load("libbpf.so.1").func(runProgram) as RunProgram;
    this.#object = this.#bpf.openObject(packageFile(`build/test/bpf/${file}`), null);
    assert.notEqual(this.#object, null, `${file} can't be opened: npm run build:test`);
    // Nothing is sent: the smallest that there is.
    this.#bpf.setMaxEntries(this.#bpf.findMap(this.#object, "events"), 65536);
    const status = this.#bpf.loadObject(this.#object);
    assert.equal(status, 0, `${file} was refused by the kernel (errno ${String(-status)})`);
    this.#table = this.#bpf.mapFd(this.#bpf.findMap(this.#object, table));
    const size: [number] = [0];
    const data = this.#bpf.btfData(this.#bpf.objectBtf(this.#object), size);
    this.types = parseBtf(new Uint8Array(viewMemory(data, size[0])));
  }

  close(): void {
    this.#bpf.closeObject(this.#object);
  }

  /** Runs a program in this process on what is in `element`; gives what it has made of that. */
  run(program: string, element: Uint8Array): void {
    assert.equal(this.#bpf.updateMap(this.#table, ONE_KEY, element, 0), 0);
    const fd = this.#bpf.programFd(this.#bpf.findProgram(this.#object, program));
    const options = Buffer.alloc(TEST_RUN_OPTIONS_SIZE);
    options.writeBigUInt64LE(BigInt(TEST_RUN_OPTIONS_SIZE));
    assert.equal(
      this.#run(fd, options),
      0,
      `${program} can't be run: errno ${String(lastErrno())}`,
    );
    assert.equal(options.readInt32LE(RETVAL), 0, `${program} has no room to work in`);
    assert.equal(this.#bpf.lookupMap(this.#table, ONE_KEY, element), 0);
  }
}
