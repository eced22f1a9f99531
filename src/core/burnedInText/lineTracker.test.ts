// Tests of when a line of a stack is read: at once if it plainly is writing, else once it has stood.
import { expect, it } from "vitest";
import type { TextReader } from "../ports/textReader.ts";
import type { TextLine } from "./findTextLines.ts";
import { LineTracker } from "./lineTracker.ts";
import { patientWordMatcher } from "./matchPatientWords.ts";
import type { TextPlane } from "./textPlanes.ts";

class CountingReader implements TextReader {
  reads = 0;

  load() {
    return Promise.resolve({
      read: () => {
        this.reads += 1;
        return [{ text: "LINDQVIST", confidence: 95, left: 0, width: 50 }];
      },
      readPage: () => [],
    });
  }
}

const line: TextLine = {
  box: { left: 4, top: 4, width: 20, height: 8 },
  score: 1,
  polarity: "bright",
  plane: 0,
  level: 200,
  contrast: 150,
  letters: 5,
  letterHeight: 8,
};

/** A dark plane with bright bars in the place of the line, or without. */
function plane(hasBars: boolean): TextPlane {
  const values = new Uint8Array(40 * 20).fill(50);
  for (let y = 4; hasBars && y < 12; y += 1)
    for (let x = 4; x < 24; x += 4) values[y * 40 + x] = 200;
  return { columns: 40, rows: 20, values };
}

function tracker() {
  const reader = new CountingReader();
  return {
    reader,
    lines: new LineTracker({
      reader,
      matcher: patientWordMatcher([{ kind: "name", text: "Lindqvist" }]),
    }),
  };
}

const slice = (image: number, hasBars: boolean) => ({
  image,
  planes: [plane(hasBars)],
  standsAlone: false,
});

it("reads a faint line once the next image shows it too, and counts both images", async () => {
  const { reader, lines } = tracker();

  await lines.add(slice(0, true), [line]);
  expect(reader.reads).toBe(0);
  await lines.add(slice(1, true), []);

  expect(reader.reads).toBe(1);
  expect(lines.tracks).toMatchObject([{ first: 0, last: 1 }]);
});

it("never reads a faint line that the next image does not show", async () => {
  const { reader, lines } = tracker();

  await lines.add(slice(0, true), [line]);
  await lines.add(slice(1, false), []);
  await lines.endRun();

  expect(reader.reads).toBe(0);
});

it("reads what plainly is writing at once", async () => {
  const { reader, lines } = tracker();

  await lines.add(slice(0, true), [{ ...line, score: 5 }]);

  expect(reader.reads).toBe(1);
});

it("reads a faint line at once on an image that stands alone", async () => {
  const { reader, lines } = tracker();

  await lines.add({ ...slice(0, true), standsAlone: true }, [line]);

  expect(reader.reads).toBe(1);
});

it("reads a faint line of the last image, which no other can confirm", async () => {
  const { reader, lines } = tracker();

  await lines.add(slice(0, true), [line]);
  await lines.endRun();

  expect(reader.reads).toBe(1);
});
