// The Random port on the system's cryptographic generator.
import { randomBytes } from "node:crypto";
import type { Random } from "../core/ports/random.ts";

/** Real randomness. */
export const systemRandom: Random = {
  // 48 bits are plenty for spreading retries and exact in a double.
  fraction: () => randomBytes(6).readUIntBE(0, 6) / 2 ** 48,
  bytes: (length) => new Uint8Array(randomBytes(length)),
};
