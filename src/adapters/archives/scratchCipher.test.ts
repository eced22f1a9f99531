// Behaviours of the encryption of scratch files.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ScratchCipher } from "./scratchCipher.ts";

const key = new Uint8Array(32).fill(7);
const text = Buffer.from("DOE^JANE 4711 ".repeat(300));

function encrypted(cipher: ScratchCipher): Buffer {
  const stream = cipher.stream();
  // In pieces, as an archive is unpacked.
  return Buffer.concat([
    stream.update(text.subarray(0, 1001)),
    stream.update(text.subarray(1001)),
  ]);
}

describe("a scratch file's cipher", () => {
  it("gives any stretch back as it was written", () => {
    const cipher = new ScratchCipher(key, "name");
    const bytes = encrypted(cipher);
    fc.assert(
      fc.property(fc.nat(text.length), fc.nat(200), (offset, length) => {
        const stretch = bytes.subarray(offset, offset + length);
        expect(Buffer.from(cipher.decrypted(stretch, offset))).toEqual(
          text.subarray(offset, offset + length),
        );
      }),
    );
  });

  it("reads far behind what a 32-bit counter of bytes would reach", () => {
    const cipher = new ScratchCipher(key, "name");
    const far = 5 * 2 ** 32 + 3;
    const bytes = cipher.decrypted(text, far);
    expect(Buffer.from(cipher.decrypted(bytes, far))).toEqual(text);
    expect(Buffer.from(cipher.decrypted(bytes, 3))).not.toEqual(text);
  });

  it("hides what repeats, and never encrypts two files alike", () => {
    const bytes = encrypted(new ScratchCipher(key, "name"));
    expect(bytes.includes("DOE")).toBe(false);
    expect(new Set(bytes.subarray(0, 140)).size).toBeGreaterThan(80);
    const elsewhere = encrypted(new ScratchCipher(key, "other"));
    expect(elsewhere.equals(bytes)).toBe(false);
    const nextRun = new ScratchCipher(new Uint8Array(32).fill(8), "name");
    expect(encrypted(nextRun).equals(bytes)).toBe(false);
  });
});
