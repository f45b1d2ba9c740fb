/** DNS messages, laid out as in RFC 1035, 4. */
import { octets, u16, vector } from "./octets.js";

export const A = 1;
export const CNAME = 5;
export const TXT = 16;
export const AAAA = 28;
export const OPT = 41;
export const ANY = 255;

/** Where the question's name is in every message: behind the header. */
export const QUESTION = 12;

/** 3.1: labels, and the root at the end. No label here has a dot. */
export function name(text: string): Buffer {
  return octets(...text.split(".").map((label) => vector(1, label)), [0]);
}

/** 4.1.4: labels, then a pointer to where the name goes on. */
export function pointer(target: number, ...labels: readonly string[]): Buffer {
  return octets(...labels.map((label) => vector(1, label)), u16(0xc000 | target));
}

/** 3.2.1: a resource record. */
export function record(owner: Buffer, type: number, data: Buffer, recordClass = 1): Buffer {
  return octets(owner, u16(type), u16(recordClass), [0, 0, 0, 60], vector(2, data));
}

interface Message {
  readonly question?: Buffer;
  readonly type?: number;
  readonly class?: number;
  readonly flags?: number;
  readonly questions?: number;
  readonly answers?: readonly Buffer[];
  /** How many answers the header promises. */
  readonly count?: number;
  /** Records behind the answers. */
  readonly additional?: readonly Buffer[];
}

/** A response to a query that asked for recursion, and got it. */
export const RESPONSE = 0x8180;

export function response(message: Message): Buffer {
  const { answers = [], additional = [] } = message;
  return octets(
    u16(0x1234),
    u16(message.flags ?? RESPONSE),
    u16(message.questions ?? 1),
    u16(message.count ?? answers.length),
    u16(0),
    u16(additional.length),
    message.question ?? name("www.example.com"),
    u16(message.type ?? A),
    u16(message.class ?? 1),
    ...answers,
    ...additional,
  );
}
