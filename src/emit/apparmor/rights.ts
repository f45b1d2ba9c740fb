/** Capabilities and socket families, with AppArmor's names. */
import type { Baseline } from "../../model/baseline/baseline.js";
import { socketFamilyName, socketTypeName } from "../../model/kernel/socket-names.js";
import { sortedTexts } from "../../model/order.js";
import { neededCapabilities } from "../settings/rights.js";

/** The families that apparmor_parser 3.0.8 knows. */
const FAMILIES: ReadonlySet<string> = new Set(
  `unix inet ax25 ipx appletalk netrom bridge atmpvc x25 inet6 rose netbeui security key netlink
  packet ash econet atmsvc rds sna irda pppox wanpipe llc ib mpls can tipc bluetooth iucv rxrpc isdn
  phonet ieee802154 caif alg nfc vsock kcm qipcrtr smc xdp`.split(/\s+/u),
);
const TYPES: ReadonlySet<string> = new Set("stream dgram seqpacket rdm raw packet".split(" "));
const OWN_NAMES: Readonly<Record<string, string>> = { ipv4: "inet", ipv6: "inet6" };

const MAKES_SOCKETS = new Set(["socket", "socketpair", "socketcall"]);

/** Lower case, without `cap_`; null: the recording has no capabilities, so all are allowed. */
export function capabilitiesOf(baseline: Baseline): string[] | null {
  const needed = neededCapabilities(baseline);
  if (needed === null) return null;
  // Docker lets every process listen on low ports, so the kernel checks no capability there; other
  // engines do not.
  const isLow = baseline.listeners.some(({ port = LOW_PORTS }) => port < LOW_PORTS);
  const names = needed.map(({ name }) => name.toLowerCase());
  return sortedTexts([...names, ...(isLow ? ["net_bind_service"] : [])]);
}

const LOW_PORTS = 1024;

/** `inet stream`, `netlink raw`; null: some sockets are unknown, so all are allowed. */
export function networksOf({ syscalls, syscallArguments, blindSpots }: Baseline): string[] | null {
  const calls = Object.values(syscalls.workload).flat();
  const used = calls.filter(({ name }) => MAKES_SOCKETS.has(name)).map(({ name }) => name);
  if (used.length === 0) return [];
  if (blindSpots.some(({ code }) => code === "earlier-recording" || code === "io-uring-operations"))
    return null;
  const entries = syscallArguments.filter(({ call }) => MAKES_SOCKETS.has(call));
  if (used.includes("socketcall") || entries.length === 0) return null;
  const found = entries.map(({ values: [family = 0, type = 0] }) => networkOf(family, type));
  // socketpair's arguments are not recorded: its two ends reach no other process
  const pairs = used.includes("socketpair") ? ["unix"] : [];
  const known = found.filter((each) => each !== null);
  return known.length < found.length ? null : sortedTexts([...known, ...pairs]);
}

function networkOf(family: number, type: number): string | null {
  const plain = socketFamilyName(family);
  const name = OWN_NAMES[plain] ?? plain;
  if (!FAMILIES.has(name)) return null;
  const typeName = socketTypeName(type);
  return TYPES.has(typeName) ? `${name} ${typeName}` : name;
}
