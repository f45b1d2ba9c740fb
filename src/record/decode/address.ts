/** Internet addresses from their bytes to text. */

/** IPv4 in dotted form, IPv6 as RFC 5952 says; an IPv4-mapped address as IPv4. */
export function addressText(bytes: Uint8Array): string {
  if (bytes.length === 4) return ipv4Text(bytes, 0);
  if (isMapped(bytes)) return ipv4Text(bytes, 12);
  return ipv6Text(bytes);
}

/** Faster than joining: with a port of its own every connection is decoded. */
function ipv4Text(bytes: Uint8Array, at: number): string {
  const part = (index: number): string => String(bytes[at + index] ?? 0);
  return `${part(0)}.${part(1)}.${part(2)}.${part(3)}`;
}

/** ::ffff:0:0/96, how an IPv6 socket speaks to an IPv4 peer (RFC 4291, 2.5.5.2). */
function isMapped(bytes: Uint8Array): boolean {
  return (
    bytes.subarray(0, 10).every((byte) => byte === 0) && bytes[10] === 0xff && bytes[11] === 0xff
  );
}

function ipv6Text(bytes: Uint8Array): string {
  const groups = Array.from({ length: 8 }, (_, index) => {
    return (((bytes[2 * index] ?? 0) << 8) | (bytes[2 * index + 1] ?? 0)).toString(16);
  });
  const zeros = longestZeros(groups);
  if (zeros.length < 2) return groups.join(":");
  const before = groups.slice(0, zeros.start).join(":");
  const after = groups.slice(zeros.start + zeros.length).join(":");
  return `${before}::${after}`;
}

/** RFC 5952, 4.2: the longest run of zero groups, the first one among equals. */
function longestZeros(groups: readonly string[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  let start = 0;
  groups.forEach((group, index) => {
    if (group !== "0") start = index + 1;
    else if (index + 1 - start > best.length) best = { start, length: index + 1 - start };
  });
  return best;
}
