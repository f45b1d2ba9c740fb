/** Matches addresses and networks: `10.0.0.1`, `10.0.0.0/8`, `fd00::/8`. */
import { BlockList, isIP } from "node:net";

/** A test for addresses in it; null if the text is neither an address nor a network. */
export function addressTest(text: string): ((address: string) => boolean) | null {
  const [address = "", prefix, ...others] = text.split("/");
  const family = familyOf(address);
  if (family === null || others.length > 0) return null;
  const list = new BlockList();
  if (prefix === undefined) list.addAddress(address, family);
  else {
    const bits = /^\d{1,3}$/u.test(prefix) ? Number(prefix) : Infinity;
    if (bits > (family === "ipv4" ? 32 : 128)) return null;
    list.addSubnet(address, bits, family);
  }
  return (other) => {
    const otherFamily = familyOf(other);
    return otherFamily !== null && list.check(other, otherFamily);
  };
}

function familyOf(address: string): "ipv4" | "ipv6" | null {
  switch (isIP(address)) {
    case 4:
      return "ipv4";
    case 6:
      return address.includes("%") ? null : "ipv6";
    default:
      return null;
  }
}
