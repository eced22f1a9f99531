// Tests that samples of VP9 films are taken only where frames fill them.
import { describe, expect, it } from "vitest";
import { cleanVp9Sample } from "./vp9Frames.ts";

const name = Buffer.from("NOVAKOVA^BOZENA");
const frame = Buffer.concat([Buffer.of(0x82), Buffer.from("frame")]);
/** Shows a frame that was decoded before. */
const showing = Buffer.of(0x88);
/** Two sizes of one byte, between their markers. */
const index = (first: number, second: number) =>
  Buffer.of(0xc1, first, second, 0xc1);

describe("a sample of VP9", () => {
  it.each([
    ["a frame", [frame]],
    ["a frame that shows another", [showing]],
    ["two frames and their index", [frame, showing, index(6, 1)]],
    ["nothing", []],
  ])("is taken if it is %s", (_, pieces) => {
    const sample = Buffer.concat(pieces);
    expect(cleanVp9Sample(sample)).toEqual([
      { kind: "copied", offset: 0, length: sample.length },
    ]);
  });

  it.each([
    ["words behind a frame that shows another", [showing, name]],
    ["words between frames and index", [frame, showing, name, index(6, 1)]],
    ["words in a frame that only shows", [frame, showing, name, index(6, 16)]],
    ["frames longer than the sample", [frame, showing, index(6, 9)]],
    ["words only", [name]],
  ])("is refused with %s", (_, pieces) => {
    expect(cleanVp9Sample(Buffer.concat(pieces))).toBeNull();
  });
});
