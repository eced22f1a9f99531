// The order of names agrees with that of their UTF-8 bytes.
import fc from "fast-check";
import { expect, it } from "vitest";
import { compareCodePoints } from "./codePointOrder.ts";

it("puts characters beyond the basic plane after all others", () => {
  expect(["\u{1f600}", "\uff21", "a", "B", ""].sort(compareCodePoints)).toEqual(
    ["", "B", "a", "\uff21", "\u{1f600}"],
  );
});

it("orders any two names as their bytes", () => {
  // The library's own strings of such characters take seconds to set up.
  const character = fc
    .integer({ min: 0, max: 0x10ffff })
    .filter((code) => code < 0xd800 || code > 0xdfff)
    .map((code) => String.fromCodePoint(code));
  const text = fc.string({ unit: character });
  fc.assert(
    fc.property(text, text, (a, b) => {
      expect(Math.sign(compareCodePoints(a, b))).toBe(
        Buffer.compare(Buffer.from(a), Buffer.from(b)),
      );
    }),
  );
});
