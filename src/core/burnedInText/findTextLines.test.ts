// Tests of the quick pass on frames with text, and with drawings that are none.
import { expect, it } from "vitest";
import { printedFrame } from "../../testing/drawnText.ts";
import type { DecodedFrame } from "../pixels/decodedFrame.ts";
import { findTextLines } from "./findTextLines.ts";
import { textPlanesOf } from "./textPlanes.ts";

const ground = { columns: 320, rows: 240, level: 60, spread: 8, seed: 1 };
const name = { text: "LINDQVIST ANNA", left: 40, top: 100, dot: 1 };

function linesIn(frame: DecodedFrame) {
  return findTextLines(textPlanesOf(frame, null), 0.5);
}

it("finds bright text on noise, at its place", () => {
  const [line, ...others] = linesIn(
    printedFrame(ground, [{ ...name, level: 200 }]),
  );

  expect(others).toEqual([]);
  expect(line?.box).toEqual({ left: 40, top: 100, width: 83, height: 7 });
  expect(line?.polarity).toBe("bright");
});

it("finds dark text on a light ground", () => {
  const [line] = linesIn(
    printedFrame({ ...ground, level: 200 }, [{ ...name, level: 40 }]),
  );

  expect(line?.polarity).toBe("dark");
});

it("finds thick letters in the half-sized copy", () => {
  const [line] = linesIn(
    printedFrame(ground, [
      { text: "OKAFOR", left: 20, top: 60, dot: 5, level: 220 },
    ]),
  );

  expect(line?.box.left).toBeGreaterThanOrEqual(18);
  expect(line?.box.left).toBeLessThanOrEqual(22);
  expect(line?.box.width).toBeGreaterThan(160);
});

it("finds text in the very last rows and columns", () => {
  const [line] = linesIn(
    printedFrame(ground, [{ ...name, left: 236, top: 233, level: 200 }]),
  );

  expect(line?.box.top).toBeGreaterThanOrEqual(231);
});

it("finds coloured text that is as bright as its ground", () => {
  const { samples } = printedFrame({ ...ground, level: 0, spread: 0 }, [
    { ...name, level: 1 },
  ]);
  const rgb = new Uint8Array(samples.length * 3);
  samples.forEach((isInk, index) => {
    // Both are grey 90 to the eye's brightness.
    rgb.set(isInk === 1 ? [255, 8, 85] : [90, 90, 90], index * 3);
  });

  const lines = linesIn({
    ...printedFrame(ground, []),
    samplesPerPixel: 3,
    photometricInterpretation: "RGB",
    samples: rgb,
  });

  expect(lines.map(({ plane }) => plane)).toContain(1);
});

it("finds text written in values far above the anatomy's", () => {
  const eight = printedFrame(ground, [{ ...name, level: 255 }]);
  const samples = Int16Array.from(eight.samples, (value) =>
    value === 255 ? 32_000 : value - 60,
  );

  expect(
    linesIn({ ...eight, samples, bitsStored: 16, isSigned: true }),
  ).toHaveLength(1);
});

it.each([
  ["noise", ""],
  ["a ruler", "|||||||||||||||||||"],
])("finds nothing in %s", (_, marks) => {
  const frame = printedFrame({ ...ground, spread: 40 }, []);
  Array.from(marks).forEach((__, index) => {
    for (let y = 50; y < (index % 5 === 0 ? 62 : 57); y += 1)
      frame.samples[y * frame.columns + 30 + index * 10] = 255;
  });

  expect(linesIn(frame)).toEqual([]);
});

it("finds nothing in a flat frame", () => {
  expect(linesIn(printedFrame({ ...ground, spread: 0 }, []))).toEqual([]);
});
