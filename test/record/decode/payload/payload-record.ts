/** struct event_payload, field by field. */
import { header, KIND, type HeaderFields } from "../../kernel/c-layout.js";

export const PAYLOAD = { dns: 1, tls: 2, http: 3 } as const;

export interface PayloadFields extends HeaderFields {
  readonly payload: number;
  readonly bytes: Buffer;
  /** TCP unless said otherwise */
  readonly protocol?: number;
  readonly localPort?: number;
  readonly remotePort?: number;
  readonly remoteAddress?: readonly number[];
  readonly continued?: boolean;
}

export function payloadRecord(given: PayloadFields): Buffer {
  return header(KIND.payload, given)
    .u16(2)
    .u16(given.protocol === 17 ? 2 : 1)
    .u16(given.protocol ?? 6)
    .be16(given.localPort ?? 40_000)
    .be16(given.remotePort ?? 443)
    .u16(given.bytes.length)
    .u8(given.payload)
    .u8(given.continued === true ? 1 : 0)
    .array(2, "")
    .array(16, Uint8Array.of(172, 17, 0, 2))
    .array(16, Uint8Array.from(given.remoteAddress ?? [172, 17, 0, 3]))
    .bytes(given.bytes)
    .build();
}
