// Attaches the programs of a compiled floor.bpf.c and keeps them until its input ends.
import process from "node:process";
import { findLibbpf } from "../dist/record/kernel/libbpf.js";

const { bpf } = findLibbpf();
const object = bpf.openObject(process.argv[2], null);
if (object === null || bpf.loadObject(object) !== 0) throw new Error("the floor can't be loaded");
for (const name of ["floor_enter", "floor_exit"]) {
  if (bpf.attach(bpf.findProgram(object, name)) === null)
    throw new Error(`${name} can't be attached`);
}
process.stderr.write("attached\n");
process.stdin.resume();
process.stdin.on("end", () => process.exit(0));
