/** Reads method, host and path of a plain HTTP/1.x request (RFC 9112), and nothing else. */
import { textFromBytes } from "../../../model/text.js";
import { readAuthority, readRequestTarget, type Authority } from "./http-target.js";

export interface RequestHead {
  readonly method: string;
  /**
   * In lower case: of the request's target if it names one (RFC 9112, 3.2.2), else of the Host
   * header. Null when neither was there, whole and legal.
   */
  readonly host: string | null;
  /** The port beside the host; null when it has none. */
  readonly port: number | null;
  /**
   * The target's path as it was sent, without query and fragment, which hold secrets. "*" for the
   * asterisk form, null for CONNECT, which has none.
   */
  readonly path: string | null;
  /** Whether the path goes on, or may go on, behind what is here. */
  readonly pathTruncated: boolean;
}

/** RFC 9110, 9.1, and RFC 5789: taken at their word also where the line is cut. */
const METHODS: ReadonlySet<string> = new Set(
  "GET HEAD POST PUT DELETE CONNECT OPTIONS TRACE PATCH".split(" "),
);

/**
 * RFC 9112, 2.2: empty lines before a request are skipped, and a line may end without its CR. The
 * line, its end unless it is cut, and what follows.
 */
const REQUEST_LINE = /^(?:\r?\n)*([^\r\n]*)(?:\r?$|(\r?\n)([^]*)$)/;
/** Where the head ends: an empty line. */
const EMPTY_LINE = /^\r?\n|\n\r?\n/;

/** In UTF-16 code units. */
const LONGEST_PATH = 1024;

/**
 * Reads the beginning of what a client sent. Null when that is no request of HTTP/1.x, or when it
 * ends too early to tell. Bytes that end after part of the head give what is certain by then.
 */
export function readHttpRequest(bytes: Buffer): RequestHead | null {
  const [, line, lineEnd, headers] = REQUEST_LINE.exec(bytes.toString("latin1")) ?? [];
  const [method, target, version, ...more] = (line ?? "").split(" ");
  if (method === undefined || !isMethod(method, version)) return null;
  if (target === undefined || more.length > 0) return null;
  if (!isVersion(version, lineEnd !== undefined)) return null;

  const isCut = version === undefined;
  const found = readRequestTarget(method, target, isCut);
  if (found === null) return null;
  const authority = found.authority ?? readHostHeader(headers ?? "");
  return {
    method,
    host: authority?.host ?? null,
    port: authority?.port ?? null,
    ...boundPath(found.path, found.isPathCut),
  };
}

/** With an unknown method (such as one of WebDAV), the version must say that it is HTTP. */
function isMethod(method: string, version: string | undefined): boolean {
  return METHODS.has(method) || (/^[a-z_-]{1,20}$/i.test(method) && isVersion(version, true));
}

/** Whether it is HTTP/1 and a digit, or the beginning of that where the line is cut. */
function isVersion(version: string | undefined, isWhole: boolean): boolean {
  if (version !== undefined && /^HTTP\/1\.\d$/.test(version)) return true;
  return !isWhole && "HTTP/1.".startsWith(version ?? "");
}

/**
 * The Host header, when it was sent once (RFC 9112, 3.2) and something follows its line: until
 * then the line may go on in the next (5.2, line folding).
 */
function readHostHeader(text: string): Authority | null {
  const end = text.search(EMPTY_LINE);
  const head = end < 0 ? text.replace(/\n$/, "") : text.slice(0, end + 1);
  const hosts = head
    .replace(/\r?\n[ \t]+/g, " ")
    .split(/\r?\n/)
    .slice(0, -1) // behind the last end of a line
    .flatMap((line) => /^host:(.*)$/is.exec(line)?.[1] ?? []);
  const [host, ...others] = hosts;
  return host === undefined || others.length > 0 ? null : readAuthority(host.trim());
}

function boundPath(
  latin1: string | null,
  isCut: boolean,
): { readonly path: string | null; readonly pathTruncated: boolean } {
  if (latin1 === null) return { path: null, pathTruncated: false };
  const read = textFromBytes(Buffer.from(latin1, "latin1"));
  // Bytes at a cut end that are no UTF-8 may be the beginning of a character.
  const path = isCut ? read.replace(/[\udc80-\udcff]{1,3}$/u, "") : read;
  if (path.length <= LONGEST_PATH) return { path, pathTruncated: isCut };
  // Not between the two halves of a character.
  const bounded = path.slice(0, LONGEST_PATH).replace(/[\ud800-\udbff]$/u, "");
  return { path: bounded, pathTruncated: true };
}
