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
