/** Unix sockets: addresses that may be connected to, and addresses that may be bound. */
import type { Baseline, Evidence, GeneraliseRule } from "../../model/baseline/baseline.js";
import { sortedTexts } from "../../model/order.js";
import { listName } from "./names.js";
import type { ImageNames } from "./names.js";
import { itemsOf, evidenceLine } from "./allowance.js";
import type { List, Allowance } from "./allowance.js";
import { asFalcoSees, globLiteral, isListable, patternRegex, quote, rawGlob } from "./text.js";

interface Place extends Pick<Evidence, "by"> {
  readonly address: string;
  readonly rule?: GeneraliseRule;
  readonly stars?: readonly string[];
}

/** One allowance for connects and one for binds. */
export function allowUnixSockets(
  image: ImageNames,
  { destinations, listeners }: Baseline,
): Allowance[] {
  const isUnix = ({ transport }: { readonly transport: string }): boolean => transport === "unix";
  return [
    allowAddresses(
      image,
      "unix_called",
      "unix sockets called",
      "connect",
      destinations.filter(isUnix),
    ),
    allowAddresses(image, "unix_offered", "unix sockets offered", "bind", listeners.filter(isUnix)),
  ];
}

function allowAddresses(
  image: ImageNames,
  what: string,
  about: string,
  event: string,
  places: readonly Place[],
): Allowance {
  const patterns = places.filter(({ rule }) => rule !== undefined);
  const known = places.filter(({ rule }) => rule === undefined);
  const addresses = sortedTexts(known.map(({ address }) => address));
  const literal = addresses.filter((address) => !address.startsWith("@") && isPlain(address));
  const list: List = { name: listName(what, image), items: itemsOf(literal) };
  const tests = [
    ...(literal.length === 0 ? [] : [`evt.arg.addr in (${list.name})`]),
    ...addresses.filter((address) => !literal.includes(address)).flatMap(addressTests),
    ...sortedTexts(patterns.map(patternTestOf)),
  ];
  return {
    about,
    macro: "cxray_unix_sockets",
    lists: literal.length === 0 ? [] : [list],
    conditions: tests.map((test) => `(evt.type=${event} and ${test})`),
    evidence: places.map((place) => evidenceLine(place.address, place, { marks: marksOf(place) })),
  };
}

/** A condition for a pattern. It allows the bytes that Falco adds behind an abstract name. */
function patternTestOf({ address, stars }: Place): string {
  const isAbstract = address.startsWith("@");
  const name = patternRegex(asFalcoSees(isAbstract ? address.slice(1) : address), stars);
  return `evt.arg.addr regex ${quote(name + (isAbstract ? ".*" : ""))}`;
}

function isPlain(address: string): boolean {
  return asFalcoSees(address) === address && isListable(address);
}

/**
 * Falco shows an abstract name without the leading `@`, and with unrelated bytes behind it. How it
 * shows odd bytes in addresses is not known, so both forms are allowed.
 */
function addressTests(address: string): string[] {
  const isAbstract = address.startsWith("@");
  const name = isAbstract ? address.slice(1) : address;
  if (name === "") return [];
  if (isAbstract && isPlain(name)) return [`evt.arg.addr startswith ${quote(name)}`];
  const end = isAbstract ? "*" : "";
  const globs = [globLiteral(asFalcoSees(name)), rawGlob(name) ?? globLiteral(name)];
  return sortedTexts(globs.map((glob) => glob + end)).map(
    (glob) => `evt.arg.addr glob ${quote(glob)}`,
  );
}

function marksOf({ address }: Place): string[] {
  return address.startsWith("@") ? ["allowed with anything behind it: Falco adds bytes"] : [];
}
