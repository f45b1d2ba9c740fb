/** What a DNS server answered (RFC 1035, 4; RFC 3596 for AAAA). */
import { addressText } from "../address.js";
import { ByteReader } from "./byte-reader.js";
import { DnsNames } from "./dns-name.js";

export interface DnsAnswer {
  /** The name that was asked for: lower case, no dot at the end, odd bytes as \DDD. */
  readonly question: string;
  /** The type that was asked for: 1 is A, 28 is AAAA, 255 any. */
  readonly type: number;
  /** RFC 1035, 4.1.1: 0 is success, 3 no such name. */
  readonly responseCode: number;
  /** In the order of the message, each once; none when the response code is an error. */
  readonly addresses: readonly string[];
  /** What the question is an alias of, from one CNAME to the next. */
  readonly aliases: readonly string[];
  /** Whether there may be more than what was read: the bytes or the server cut it. */
  readonly truncated: boolean;
}

const TYPE = { a: 1, cname: 5, aaaa: 28, any: 255 };
const CLASS_INTERNET = 1;

/** RFC 1035, 4.1.1: the bits of the header's second word. */
const IS_RESPONSE = 0x8000;
const OPCODE = 0x7800;
const IS_TRUNCATED = 0x0200;
const RESPONSE_CODE = 0x000f;

type DnsRecord =
  | { readonly kind: "alias"; readonly owner: string; readonly target: string }
  | { readonly kind: "address"; readonly owner: string; readonly address: string };

/**
 * Reads a response, over TCP (`tcp`) with its length in front (RFC 1035, 4.2.2).
 *
 * Null for what is no response to one ordinary question of the internet's class, and for what is
 * malformed, as clients refuse it. Who sent it, and whether it was asked for, isn't known here.
 */
export function readDnsAnswer(
  bytes: Buffer,
  { tcp = false }: { readonly tcp?: boolean } = {},
): DnsAnswer | null {
  const whole = new ByteReader(bytes, 0, Infinity);
  // A datagram's length isn't in it: where its bytes end it may have been cut.
  const reader = tcp ? whole.part(whole.number(2)) : whole;
  const names = new DnsNames(reader.at);

  reader.number(2); // the identifier
  const flags = reader.number(2);
  const questions = reader.number(2);
  const answers = reader.number(2);
  reader.take(4); // how many records follow the answers
  const question = names.read(reader);
  const type = reader.number(2);
  const isInternet = reader.number(2) === CLASS_INTERNET;
  if (reader.problem() !== null || questions !== 1 || !isInternet) return null;
  if ((flags & (IS_RESPONSE | OPCODE)) !== IS_RESPONSE) return null;

  const records = readRecords(reader, names, { type, count: answers });
  if (reader.problem() === "malformed") return null;
  const responseCode = flags & RESPONSE_CODE;
  const { aliases, addresses } = followAliases(question, records);
  return {
    question,
    type,
    responseCode,
    addresses: responseCode === 0 ? addresses : [],
    aliases,
    truncated: reader.problem() === "cut" || (flags & IS_TRUNCATED) !== 0,
  };
}

/** RFC 1035, 4.1.3: the records that answer a question of this type. */
function readRecords(
  reader: ByteReader,
  names: DnsNames,
  question: { readonly type: number; readonly count: number },
): readonly DnsRecord[] {
  const records: DnsRecord[] = [];
  for (let index = 0; index < question.count && reader.problem() === null; index += 1) {
    const owner = names.read(reader);
    const type = reader.number(2);
    const isInternet = reader.number(2) === CLASS_INTERNET;
    reader.take(4); // how long it may be kept
    const length = reader.number(2);
    const data = reader.part(length);
    const isAsked = type === question.type || question.type === TYPE.any;
    let record: DnsRecord | null = null;
    if (isInternet && type === TYPE.cname) {
      record = { kind: "alias", owner, target: names.read(data) };
    } else if (isInternet && isAsked && (type === TYPE.a || type === TYPE.aaaa)) {
      if (length !== (type === TYPE.a ? 4 : 16)) reader.refuse();
      record = { kind: "address", owner, address: addressText(data.take(length)) };
    } else {
      data.take(length);
    }
    if (data.hasMore()) reader.refuse(); // a name that is shorter than its record
    if (record !== null && reader.problem() === null) records.push(record);
  }
  return records;
}

/**
 * The aliases from the question on, and the addresses of the names among them. Records of other
 * names say nothing about the question, whoever put them there.
 *
 * A name that is an alias has no addresses (RFC 1034, 3.6.2). One that has both is believed in both,
 * as glibc does. Of two aliases of one name the first counts. So what is read of a message's
 * beginning is also read of all of it.
 */
function followAliases(
  question: string,
  records: readonly DnsRecord[],
): { readonly aliases: readonly string[]; readonly addresses: readonly string[] } {
  const targets = new Map<string, string>();
  for (const record of records) {
    if (record.kind === "alias" && !targets.has(record.owner)) {
      targets.set(record.owner, record.target);
    }
  }
  const chain = new Set([question]);
  let next = targets.get(question);
  while (next !== undefined && !chain.has(next)) {
    chain.add(next);
    next = targets.get(next);
  }
  const addresses = new Set<string>();
  for (const record of records) {
    if (record.kind === "address" && chain.has(record.owner)) addresses.add(record.address);
  }
  return { aliases: [...chain].slice(1), addresses: [...addresses] };
}
