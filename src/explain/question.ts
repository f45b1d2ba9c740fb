/** Parses what a person typed, and knows how a baseline may spell it. */
import { printable } from "../model/text.js";

export interface Question {
  readonly text: string;
  /** Whether a text of a baseline is what was typed, in any of its spellings. */
  readonly isMeant: (text: string) => boolean;
  /** the endpoint in `host:port`, `tcp host:port`, `443/tcp` or `443`; null for anything else */
  readonly endpoint: Endpoint | null;
}

export interface Endpoint {
  readonly transport: string | null;
  /** null for any address with that port */
  readonly host: string | null;
  readonly port: number;
}

/** Parses what was typed. Paths, names and addresses are taken literally. */
export function readQuestion(typed: string): Question {
  const spellings = new Set([typed, ...otherSpellings(typed)]);
  return {
    text: typed,
    // What a person copies from a terminal was made printable.
    isMeant: (text) => spellings.has(text) || printable(text) === typed,
    endpoint: readEndpoint(typed),
  };
}

function otherSpellings(typed: string): string[] {
  const upper = typed.toUpperCase();
  const isWord = /^[a-z_0-9]+$/iu.test(typed);
  return [
    ...(isWord && !/^\d+$/u.test(typed) ? [upper, `CAP_${upper}`] : []),
    ...(/^[A-Z0-9+]+$/u.test(typed) ? [`SIG${typed}`] : []),
    ...(/^\/.*[^/]\/+$/su.test(typed) ? [typed.replace(/\/+$/u, "")] : []),
    ...(/^[^/\s]+\.[^/\s]*$/u.test(typed) ? [typed.toLowerCase().replace(/\.$/u, "")] : []),
  ];
}

const WITH_HOST =
  /^(?:(?<transport>tcp|udp)[ /]|[a-z]+:\/\/)?(?<host>\[[^\]]+\]|[^\s:/]+):(?<port>\d{1,5})\/?$/u;
const PORT_ALONE = /^(?:(?<before>tcp|udp)[ /])?:?(?<port>\d{1,5})(?:\/(?<after>tcp|udp))?$/u;

function readEndpoint(typed: string): Endpoint | null {
  const whole = WITH_HOST.exec(typed)?.groups;
  if (whole !== undefined) {
    const { transport = null, host = "", port } = whole;
    return { transport, host: host.replace(/^\[|\]$/gu, "").toLowerCase(), port: Number(port) };
  }
  const alone = PORT_ALONE.exec(typed)?.groups;
  if (alone === undefined) return null;
  return {
    transport: alone["before"] ?? alone["after"] ?? null,
    host: null,
    port: Number(alone["port"]),
  };
}
