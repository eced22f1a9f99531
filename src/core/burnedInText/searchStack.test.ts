// Tests of searching a stack: what stands still is read once, what cannot be seen is said, and print shows through moving noise.
import { expect, it } from "vitest";
import type { RefusalReason } from "../../shared/failure.ts";
import type { StackId } from "../../shared/identifiers.ts";
import { failed, success } from "../../shared/result.ts";
import { printedFrame, type PrintedText } from "../../testing/drawnText.ts";
import type { DecodedFrame } from "../pixels/decodedFrame.ts";
import type { LineImage, TextReader } from "../ports/textReader.ts";
import { searchStack } from "./searchStack.ts";

const name: PrintedText = {
  text: "LINDQVIST ANNA",
  left: 40,
  top: 100,
  dot: 1,
  level: 220,
};
const signal = new AbortController().signal;

/** Reads the same on every line, and counts. */
class SameTextReader implements TextReader {
  lines: LineImage[] = [];
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  load() {
    return Promise.resolve({
      read: (line: LineImage) => {
        this.lines.push(line);
        return [{ text: this.#text, confidence: 95, left: 0, width: 50 }];
      },
    });
  }
}

function frames(
  count: number,
  textsOf: (image: number) => readonly PrintedText[],
  spread = 8,
): DecodedFrame[] {
  return Array.from({ length: count }, (_, image) =>
    printedFrame(
      { columns: 256, rows: 200, level: 60, spread, seed: image },
      textsOf(image),
    ),
  );
}

async function search(
  images: readonly (DecodedFrame | RefusalReason)[],
  reader: TextReader,
  onImage: () => void = () => undefined,
  stop: AbortSignal = signal,
) {
  return await searchStack(
    {
      stackId: "stack" as StackId,
      images: images.map(() => ({
        isLikelyPrintedOn: true,
        standsAlone: false,
      })),
      patientWords: [{ kind: "name", text: "Lindqvist^Anna" }],
    },
    {
      openFrame: (index) => {
        const image = images[index]!;
        return Promise.resolve(
          "kind" in image
            ? failed(image)
            : success({ frame: image, palette: null }),
        );
      },
      reader,
      giveWay: () => {
        onImage();
        return Promise.resolve();
      },
    },
    stop,
  );
}

it("reads text that stands still once and reports it once", async () => {
  const reader = new SameTextReader("LINDQVIST ANNA");

  const searched = await search(
    frames(6, () => [name]),
    reader,
  );

  expect(reader.lines).toHaveLength(1);
  expect(searched).toMatchObject({
    findings: [
      {
        rank: "patientWord",
        matches: ["name"],
        words: "LINDQVIST ANNA",
        images: { first: 0, last: 5 },
        box: { left: 37, top: 97, width: 89, height: 13 },
      },
    ],
    lookedImages: 6,
    readImages: 6,
    unseen: [],
  });
});

it("reads text anew when it changes", async () => {
  const reader = new SameTextReader("Im 12");

  const searched = await search(
    frames(2, (image) => [
      { ...name, text: image === 0 ? "SLICE FORTY" : "MARGINS OF IT" },
    ]),
    reader,
  );

  expect(searched?.findings.map(({ images }) => images)).toEqual([
    { first: 0, last: 0 },
    { first: 1, last: 1 },
  ]);
});

it("says which images nobody has looked at", async () => {
  const searched = await search(
    [...frames(1, () => []), { kind: "noPixelData" }],
    new SameTextReader(""),
  );

  expect(searched).toMatchObject({
    lookedImages: 1,
    readImages: 0,
    unseen: [{ image: 1, reason: { kind: "noPixelData" } }],
  });
});

it("finds print that only shows once the moving noise is taken away", async () => {
  const searched = await search(
    frames(24, () => [{ ...name, level: 150 }], 60),
    new SameTextReader("LINDQVIST ANNA"),
  );

  expect(searched?.findings).toContainEqual(
    expect.objectContaining({
      rank: "patientWord",
      images: { first: 0, last: 23 },
    }),
  );
});

it("gives the same finding the same id when it looks again", async () => {
  const ids = async () =>
    (
      await search(
        frames(2, () => [name]),
        new SameTextReader("OTHER"),
      )
    )?.findings.map(({ findingId }) => findingId);

  expect(await ids()).toEqual(await ids());
});

it("stops between images when cancelled", async () => {
  const stopping = new AbortController();
  let looked = 0;

  const searched = await search(
    frames(5, () => []),
    new SameTextReader(""),
    () => {
      looked += 1;
      if (looked === 2) stopping.abort();
    },
    stopping.signal,
  );

  expect(searched).toBeNull();
  expect(looked).toBe(2);
});
