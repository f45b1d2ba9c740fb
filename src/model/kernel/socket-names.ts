/** Families, types and protocols of sockets (include/linux/socket.h, uapi/linux/in.h and others). */
import { numberedNames } from "./numbered-names.js";

const FAMILIES = numberedNames(`
UNSPEC UNIX INET AX25 IPX APPLETALK NETROM BRIDGE ATMPVC X25 INET6 ROSE DECNET NETBEUI SECURITY
KEY NETLINK PACKET ASH ECONET ATMSVC RDS SNA IRDA PPPOX WANPIPE LLC IB MPLS CAN TIPC BLUETOOTH
IUCV RXRPC ISDN PHONET IEEE802154 CAIF ALG NFC VSOCK KCM QIPCRTR SMC XDP MCTP
`);

const TYPES = numberedNames("1 STREAM DGRAM RAW RDM SEQPACKET DCCP 10 PACKET");

const IP = numberedNames(`
IP ICMP IGMP 4 IPIP 6 TCP 8 EGP 12 PUP 17 UDP 22 IDP 29 TP 33 DCCP 41 IPV6 46 RSVP GRE 50 ESP AH
58 ICMPV6 92 MTP 94 BEETPH 98 ENCAP 103 PIM 108 COMP 112 VRRP 115 L2TP 132 SCTP 135 MH UDPLITE
MPLS 143 ETHERNET AGGFRAG 255 RAW 256 SMC 262 MPTCP
`);

const NETLINK = numberedNames(`
ROUTE UNUSED USERSOCK FIREWALL SOCK_DIAG NFLOG XFRM SELINUX ISCSI AUDIT FIB_LOOKUP CONNECTOR
NETFILTER IP6_FW DNRTMSG KOBJECT_UEVENT GENERIC 18 SCSITRANSPORT ECRYPTFS RDMA CRYPTO SMC
`);

/** uapi/linux/if_ether.h. A packet socket takes the number in network byte order. */
const ETHERNET = numberedNames(
  "1 802_3 AX25 ALL 802_2 0x800 IP 0x806 ARP 0x8100 8021Q 0x86dd IPV6 0x888e PAE 0x88cc LLDP",
);

const BLUETOOTH = numberedNames("L2CAP HCI SCO RFCOMM BNEP CMTP HIDP AVDTP ISO");

const AF_INET = 2;
const AF_INET6 = 10;
const AF_NETLINK = 16;
const AF_PACKET = 17;
const AF_BLUETOOTH = 31;

/** The protocols of each family, with the prefix of their names in the kernel's headers. */
const PROTOCOLS: Readonly<Record<number, readonly [string, ReadonlyMap<number, string>]>> = {
  [AF_INET]: ["IPPROTO_", IP],
  [AF_INET6]: ["IPPROTO_", IP],
  [AF_NETLINK]: ["NETLINK_", NETLINK],
  [AF_PACKET]: ["ETH_P_", ETHERNET],
  [AF_BLUETOOTH]: ["BTPROTO_", BLUETOOTH],
};

function protocolOf(family: number, protocol: number): { prefix: string; name?: string } {
  const [prefix, names] = PROTOCOLS[family] ?? ["", new Map<number, string>()];
  const number = family === AF_PACKET ? swapBytes(protocol) : protocol;
  const name = names.get(number);
  return name === undefined ? { prefix } : { prefix, name };
}

/** Swaps the lowest two bytes. All supported machines are little-endian. */
function swapBytes(value: number): number {
  return ((value & 0xff) << 8) | ((value >> 8) & 0xff);
}

/** Usual names of the two internet families. */
const PLAIN: Readonly<Record<string, string>> = { INET: "ipv4", INET6: "ipv6" };

/** `ipv4`, `unix`, `netlink`, `packet`; a number if the name is unknown. */
export function socketFamilyName(family: number): string {
  const name = FAMILIES.get(family);
  return name === undefined ? String(family) : (PLAIN[name] ?? name.toLowerCase());
}

/** `stream`, `dgram`, `raw`; a number if the name is unknown. */
export function socketTypeName(type: number): string {
  return TYPES.get(type)?.toLowerCase() ?? String(type);
}

/** `icmp`, `route`, `arp`, by family; a number if the name is unknown. */
export function socketProtocolName(family: number, protocol: number): string {
  return protocolOf(family, protocol).name?.toLowerCase() ?? String(protocol);
}

/** The constants as in C: `AF_NETLINK SOCK_RAW NETLINK_ROUTE`. */
export function socketMeaning(family: number, type: number, protocol: number): string {
  const familyName = FAMILIES.get(family);
  const typeName = TYPES.get(type);
  const { prefix, name } = protocolOf(family, protocol);
  return [
    familyName === undefined ? String(family) : `AF_${familyName}`,
    typeName === undefined ? String(type) : `SOCK_${typeName}`,
    name === undefined ? String(protocol) : prefix + name,
  ].join(" ");
}
