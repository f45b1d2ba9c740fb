/** What an instruction of a call to a helper begins with; its source register is then 0. */
const CALL = 0x85;
const INSTRUCTION_SIZE = 8;
const EXECUTABLE = 4n;

/** The numbers of the helpers that an eBPF object calls. */
export function helpersCalled(elf: Buffer): Set<number> {
  const called = new Set<number>();
  const headersAt = Number(elf.readBigUInt64LE(0x28)); // e_shoff
  const headerSize = elf.readUInt16LE(0x3a); // e_shentsize
  for (let index = 1; index < elf.readUInt16LE(0x3c); index++) {
    const at = headersAt + index * headerSize;
    if ((elf.readBigUInt64LE(at + 8) & EXECUTABLE) === 0n) continue; // sh_flags
    const begin = Number(elf.readBigUInt64LE(at + 0x18));
    const end = begin + Number(elf.readBigUInt64LE(at + 0x20));
    for (let each = begin; each < end; each += INSTRUCTION_SIZE) {
      const isHelper = elf[each] === CALL && ((elf[each + 1] ?? 0) & 0xf0) === 0;
      if (isHelper) called.add(elf.readInt32LE(each + 4));
    }
  }
  return called;
}

/** The bytes of one section of a 64-bit little-endian ELF file (elf(5)). */
export function readSection(elf: Buffer, name: string): Buffer {
  const headersAt = Number(elf.readBigUInt64LE(0x28)); // e_shoff
  const headerSize = elf.readUInt16LE(0x3a); // e_shentsize
  const count = elf.readUInt16LE(0x3c); // e_shnum
  const namesIndex = elf.readUInt16LE(0x3e); // e_shstrndx
  const section = (index: number): { nameAt: number; bytes: Buffer } => {
    const at = headersAt + index * headerSize;
    const offset = Number(elf.readBigUInt64LE(at + 0x18)); // sh_offset
    const size = Number(elf.readBigUInt64LE(at + 0x20)); // sh_size
    return { nameAt: elf.readUInt32LE(at), bytes: elf.subarray(offset, offset + size) };
  };
  const names = section(namesIndex).bytes;
  for (let index = 1; index < count; index++) {
    const { nameAt, bytes } = section(index);
    if (names.toString("latin1", nameAt, names.indexOf(0, nameAt)) === name) return bytes;
  }
  throw new Error(`the file has no section ${name}`);
}
