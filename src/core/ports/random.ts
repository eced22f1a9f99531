// Port: randomness, so that tests repeat.

/** Source of randomness. */
export interface Random {
  /** Uniform in [0, 1). */
  fraction(): number;
  /** Cryptographically strong bytes. */
  bytes(length: number): Uint8Array;
}
