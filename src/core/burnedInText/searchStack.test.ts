// Tests of searching a stack: what stands still is read once, what cannot be seen is said, and print shows through moving noise.
import { expect, it } from "vitest";
import type { RefusalReason } from "../../shared/failure.ts";
import type { StackId } from "../../shared/identifiers.ts";
import { failed, success } from "../../shared/result.ts";
import { printedFrame, type PrintedText } from "../../testing/drawnText.ts";
import type { DecodedFrame } from "../pixels/decodedFrame.ts";
import type { WordToFind } from "../ports/textDetector.ts";
import type { LineImage, PageWord, TextReader } from "../ports/textReader.ts";
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
  pages = 0;
  loads = 0;
  wordsOfPage: readonly PageWord[] = [];
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  load() {
    this.loads += 1;
    return Promise.resolve({
      read: (line: LineImage) => {
        this.lines.push(line);
        return [{ text: this.#text, confidence: 95, left: 0, width: 50 }];
      },
      readPage: () => {
        this.pages += 1;
        return this.wordsOfPage;
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
  {
    onImage = () => undefined,
    stop = signal,
    isLikelyPrintedOn = true,
    patientWords = [{ kind: "name", text: "Lindqvist^Anna" }],
  }: {
    readonly onImage?: () => void;
    readonly stop?: AbortSignal;
    readonly isLikelyPrintedOn?: boolean;
    readonly patientWords?: readonly WordToFind[];
  } = {},
) {
  return await searchStack(
    {
      stackId: "stack" as StackId,
      images: images.map(() => ({
        isLikelyPrintedOn,
        standsAlone: false,
      })),
      patientWords,
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

it("knows a place again, under another id for each thing that it says of the patient", async () => {
  const foundWith = async (...patientWords: readonly WordToFind[]) => {
    const reader = new SameTextReader("LINDQVIST 12.04.1961");
    const images = frames(6, () => [name]);
    const searched = await search(images, reader, { patientWords });
    const [finding] = searched?.findings ?? [];
    if (finding === undefined) throw new Error("Nothing found");
    return finding;
  };
  const person = { kind: "name", text: "Lindqvist^Anna" } as const;
  const born = { kind: "birthDate", text: "19610412" } as const;
  const text = await foundWith();
  const named = await foundWith(person);
  const both = await foundWith(person, born);

  expect([text.rank, named.rank, both.matches]).toEqual([
    "text",
    "patientWord",
    ["name", "birthDate"],
  ]);
  expect(text.findingId).toBe(text.placeId);
  expect([named.placeId, both.placeId]).toEqual([text.placeId, text.placeId]);
  expect(new Set([text.findingId, named.findingId, both.findingId]).size).toBe(
    3,
  );
  expect((await foundWith(person)).findingId).toBe(named.findingId);
});

it("does not start the reader for images that have nothing to read", async () => {
  const reader = new SameTextReader("");

  const searched = await search(
    frames(6, () => []),
    reader,
    { isLikelyPrintedOn: false },
  );

  expect(searched).toMatchObject({ lookedImages: 6, findings: [] });
  expect(reader.loads).toBe(0);
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
    readImages: 1,
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
    {
      onImage: () => {
        looked += 1;
        if (looked === 2) stopping.abort();
      },
      stop: stopping.signal,
    },
  );

  expect(searched).toBeNull();
  expect(looked).toBe(2);
});

const pageWord = {
  text: "LINDQVIST",
  confidence: 90,
  left: 20,
  top: 40,
  width: 180,
  height: 80,
  line: "1 1 1",
};

it("has the reader look over the first, middle and last image of a kind that is often printed on", async () => {
  const reader = new SameTextReader("");

  const searched = await search(
    frames(7, () => []),
    reader,
  );

  expect(reader.pages).toBe(3);
  expect(searched?.readImages).toBe(3);
});

it("reports the patient's words that only such a look has found", async () => {
  const reader = new SameTextReader("");
  reader.wordsOfPage = [pageWord];

  const searched = await search(
    frames(1, () => []),
    reader,
  );

  expect(searched?.findings).toMatchObject([
    { rank: "patientWord", matches: ["name"], words: "LINDQVIST" },
  ]);
});

it("makes nothing of short or doubtful words of a whole image", async () => {
  const reader = new SameTextReader("");
  reader.wordsOfPage = [
    { ...pageWord, text: "rii", line: "1 1 1" },
    { ...pageWord, text: "Brunt", confidence: 60, line: "1 1 2" },
  ];

  const searched = await search(
    frames(1, () => []),
    reader,
  );

  expect(searched?.findings).toEqual([]);
});

it("does not look over whole images of kinds that are hardly ever printed on, nor over copies", async () => {
  const [slices, copies] = [new SameTextReader(""), new SameTextReader("")];
  const [frame] = frames(1, () => []);

  await search(
    frames(3, () => []),
    slices,
    { isLikelyPrintedOn: false },
  );
  await search([frame!, frame!, frame!], copies);

  expect(slices.pages).toBe(0);
  expect(copies.pages).toBe(1);
});

it("looks for writing once in images of the same pixels, and counts them all", async () => {
  const reader = new SameTextReader("LINDQVIST ANNA");
  const [frame] = frames(1, () => [name]);

  const searched = await search([frame!, frame!, frame!], reader);

  expect(reader.lines).toHaveLength(1);
  expect(searched?.findings).toMatchObject([{ images: { first: 0, last: 2 } }]);
});

/** The frame turned by a quarter against the clock: its print runs upwards. */
function turnedLeft(frame: DecodedFrame): DecodedFrame {
  const { columns, rows, samples } = frame;
  const turned = new Uint8Array(samples.length);
  for (let y = 0; y < rows; y += 1)
    for (let x = 0; x < columns; x += 1)
      turned[(columns - 1 - x) * rows + y] = samples[y * columns + x] ?? 0;
  return { ...frame, columns: rows, rows: columns, samples: turned };
}

it.each([true, false])(
  "reads print that runs along a side, on a kind of image that is often printed on: %s",
  async (isLikelyPrintedOn) => {
    const [frame] = frames(1, () => [name]);

    const searched = await search(
      [turnedLeft(frame!)],
      new SameTextReader("LINDQVIST ANNA"),
      { isLikelyPrintedOn },
    );

    expect(searched?.findings).toMatchObject([
      {
        rank: "patientWord",
        box: { left: 97, top: 130, width: 13, height: 89 },
      },
    ]);
  },
);

it("finds text that is only in what leaves hidden beside the picture", async () => {
  const [shown, hidden] = [...frames(1, () => []), ...frames(1, () => [name])];
  if (shown === undefined || hidden === undefined) throw new Error("No frame");
  const searched = await searchStack(
    {
      stackId: "stack" as StackId,
      images: [{ isLikelyPrintedOn: false, standsAlone: true }],
      patientWords: [{ kind: "name", text: "Lindqvist^Anna" }],
    },
    {
      openFrame: () =>
        Promise.resolve(
          success({ frame: shown, palette: null, hidden: [hidden] }),
        ),
      reader: new SameTextReader("LINDQVIST ANNA"),
      giveWay: () => Promise.resolve(),
    },
    signal,
  );
  expect(searched?.findings.map(({ rank }) => rank)).toEqual(["patientWord"]);
});
