/**
 * Reads structures and enumerations from BTF, the kernel's type format (Documentation/bpf/btf.rst).
 */

/** Offsets in bytes by member, and `size`. */
export type Layout = Readonly<Record<string, number>>;

export interface BtfTypes {
  readonly structs: ReadonlyMap<string, Layout>;
  /** values by name */
  readonly enums: ReadonlyMap<string, Layout>;
}

const MAGIC = 0xeb9f;
const KIND = { array: 3, struct: 4, union: 5, enum: 6, prototype: 13, variable: 14 } as const;
const DATASEC = 15;
const DECL_TAG = 17;
const ENUM64 = 19;
const TYPE_HEADER = 12;

/** The number of bytes after a type's first twelve, by kind; `vlen` is its number of members. */
function tailLength(kind: number, vlen: number): number {
  switch (kind) {
    case 1: // an integer
    case KIND.variable:
    case DECL_TAG:
      return 4;
    case KIND.array:
      return 12;
    case KIND.struct:
    case KIND.union:
    case DATASEC:
    case ENUM64:
      return 12 * vlen;
    case KIND.enum:
    case KIND.prototype:
      return 8 * vlen;
    default:
      return 0;
  }
}

/** Parses raw BTF. @throws RangeError if it is truncated or invalid */
export function parseBtf(bytes: Uint8Array): BtfTypes {
  const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (data.getUint16(0, true) !== MAGIC) throw new RangeError("no BTF: wrong magic number");
  const headerLength = data.getUint32(4, true);
  const typesAt = headerLength + data.getUint32(8, true);
  const typesEnd = typesAt + data.getUint32(12, true);
  const stringsAt = headerLength + data.getUint32(16, true);
  const nameAt = (offset: number): string => {
    const end = bytes.indexOf(0, stringsAt + offset);
    return Buffer.from(bytes.subarray(stringsAt + offset, end)).toString("latin1");
  };

  const structs = new Map<string, Layout>();
  const enums = new Map<string, Layout>();
  for (let at = typesAt; at < typesEnd;) {
    const name = nameAt(data.getUint32(at, true));
    const info = data.getUint32(at + 4, true);
    const kind = (info >>> 24) & 0x1f;
    const vlen = info & 0xffff;
    const body = at + TYPE_HEADER;
    if (kind === KIND.struct) {
      const members = readMembers(data, body, vlen, nameAt, info >>> 31 === 1);
      structs.set(name, { ...members, size: data.getUint32(at + 8, true) });
    } else if (kind === KIND.enum) {
      enums.set(name, readEnum(data, body, vlen, nameAt));
    }
    at = body + tailLength(kind, vlen);
  }
  return { structs, enums };
}

function readMembers(
  data: DataView,
  body: number,
  count: number,
  nameAt: (offset: number) => string,
  hasBitfields: boolean,
): Record<string, number> {
  const members: Record<string, number> = {};
  for (let index = 0; index < count; index++) {
    const member = body + 12 * index;
    const bits = data.getUint32(member + 8, true);
    members[nameAt(data.getUint32(member, true))] = (hasBitfields ? bits & 0xffffff : bits) / 8;
  }
  return members;
}

function readEnum(
  data: DataView,
  body: number,
  count: number,
  nameAt: (offset: number) => string,
): Layout {
  const values: Record<string, number> = {};
  for (let index = 0; index < count; index++) {
    values[nameAt(data.getUint32(body + 8 * index, true))] = data.getInt32(
      body + 8 * index + 4,
      true,
    );
  }
  return values;
}
