/**
 * The records of the ring buffer, as defined in bpf/event.h. Every start compares them with the
 * type information of the compiled object (`check-wire.ts`).
 */
import { HEADER } from "./wire-structs.js";

export * from "./wire-structs.js";

/** The header's bytes about the actor: from `phase` to the end. */
export const ACTOR_BYTES = { from: HEADER.phase, to: HEADER.size } as const;
/** The header's bytes about the behaviour: `ret`, `kind`, `abi`. */
export const RESULT_BYTES = { from: HEADER.ret, to: HEADER.phase } as const;
