// Tests that samples of AV1 films keep their pictures, and that words beside them are gone or refuse the film.
import { describe, expect, it } from "vitest";
import { cleanAv1Sample } from "./openBitstreamUnits.ts";

const name = "NOVAKOVA^BOZENA";

/** A unit with its size. */
function unit(type: number, content: string): Buffer {
  const bytes = Buffer.from(content);
  return Buffer.concat([Buffer.of(type * 8 + 2, bytes.length), bytes]);
}

/** What stays of a sample; null if the film is refused. */
function kept(...units: readonly Buffer[]) {
  const sample = Buffer.concat(units);
  const parts = cleanAv1Sample(sample)?.flatMap((part) =>
    part.kind === "copied"
      ? [sample.subarray(part.offset, part.offset + part.length)]
      : [],
  );
  return parts === undefined ? null : Buffer.concat(parts);
}

const frame = unit(6, "frame");

describe("a sample of AV1", () => {
  it.each([
    ["metadata", 5],
    ["padding", 15],
    ["delimiters", 2],
    ["repeated headers", 7],
    ["reserved units", 9],
  ])("loses %s", (_, type) => {
    const beside = unit(type, name);
    expect(kept(beside, frame, beside)).toEqual(frame);
  });

  it("keeps headers, tiles, frames, and a last unit without a size", () => {
    const units = [1, 3, 4, 6].map((type) => unit(type, "content"));
    const extended = Buffer.concat([
      Buffer.of(6 * 8 + 6, 0, 4),
      Buffer.from("more"),
    ]);
    const open = Buffer.concat([Buffer.of(6 * 8), Buffer.from("to the end")]);
    expect(kept(...units, extended, open)).toEqual(
      Buffer.concat([...units, extended, open]),
    );
  });

  it.each([
    ["a unit cut short", [frame, frame.subarray(0, -1)]],
    ["a head that is none", [frame, Buffer.of(0xb2, 0)]],
    ["a size without an end", [frame, Buffer.of(0x32, 0xff, 0xff, 0xff, 0xff)]],
    ["no picture", [unit(5, name)]],
  ])("is refused with %s", (_, units) => {
    expect(kept(...units)).toBeNull();
  });
});
