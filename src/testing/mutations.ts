// Damage for fuzz tests: bytes changed, cut, repeated and overwritten by numbers that readers trust, the same for the same seed.

/** A damaged copy. */
export function mutated(bytes: Uint8Array, seed: number): Uint8Array {
  const random = randomNumbers(seed);
  let copy = Buffer.from(bytes);
  for (let change = 0; change <= random(6); change++) {
    const at = random(copy.length);
    switch (random(6)) {
      case 0:
        copy = copy.subarray(0, at);
        break;
      case 1:
        copy = Buffer.concat([
          copy.subarray(0, at),
          copy.subarray(random(at + 1)),
        ]);
        break;
      case 2:
        copy.subarray(at, at + random(64)).fill(random(2) * 255);
        break;
      case 3:
        if (at + 4 <= copy.length) copy.writeUInt32LE(random(2 ** 32), at);
        break;
      case 4:
        if (at + 4 <= copy.length)
          copy.writeUInt32LE(0xffffffff - random(3), at);
        break;
      default:
        if (copy.length > 0) copy[at] = random(256);
    }
  }
  return Uint8Array.from(copy.subarray(0, 4 * bytes.length));
}

/** Whole numbers below a limit, by the generator mulberry32. */
function randomNumbers(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
  };
}
