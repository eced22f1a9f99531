// The text detector with its real thread and Tesseract in the bundle. Uses the built workers (npm run build).
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { groupInstances } from "../core/grouping/groupInstances.ts";
import type { Stack } from "../core/model/stack.ts";
import type { SearchedStack, WordToFind } from "../core/ports/textDetector.ts";
import { corpusPath, describeWithCorpus } from "../testing/corpus.ts";
import { dicomFile, testUID, valueOf } from "../testing/dicomFixtures.ts";
import { printedFrame, type PrintedText } from "../testing/drawnText.ts";
import { createScanner, type Scanner } from "./scanner.ts";
import {
  createTextDetector,
  type ThreadedTextDetector,
} from "./textDetector.ts";

const workersUrl = new URL("../../out/workers/", import.meta.url);
const { signal } = new AbortController();
const size = { columns: 320, rows: 200 };
let folder: string;
let scanner: Scanner;
let detector: ThreadedTextDetector;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "casedrop-test-"));
  const scratchFolder = join(folder, "scratch");
  scanner = createScanner({ workersUrl, scratchFolder, threads: 1 });
  detector = createTextDetector({ workersUrl, scratchFolder });
});
afterAll(async () => {
  await Promise.all([scanner.close(), detector.close()]);
  await rm(folder, { recursive: true, force: true });
});

/** An ultrasound cine whose speckle moves and whose text stands. */
async function writeCine(
  name: string,
  frames: number,
  texts: readonly PrintedText[],
): Promise<string> {
  const path = join(folder, name);
  const pixels = Buffer.concat(
    Array.from({ length: frames }, (_, seed) => {
      const ground = { ...size, level: 40, spread: 30, seed };
      return Buffer.from(Uint8Array.from(printedFrame(ground, texts).samples));
    }),
  );
  await writeFile(
    path,
    dicomFile({
      attributes: {
        SOPClassUID: "1.2.840.10008.5.1.4.1.1.3.1",
        SOPInstanceUID: testUID(9, name.length, frames),
        StudyInstanceUID: testUID(7, name.length),
        SeriesInstanceUID: testUID(8, name.length),
        Modality: "US",
        SamplesPerPixel: 1,
        PhotometricInterpretation: "MONOCHROME2",
        NumberOfFrames: String(frames),
        Rows: size.rows,
        Columns: size.columns,
        BitsAllocated: 8,
        BitsStored: 8,
        HighBit: 7,
        PixelRepresentation: 0,
        PixelData: pixels,
      },
    }),
  );
  return path;
}

async function stacksIn(path: string): Promise<readonly Stack[]> {
  const { instances, skipped } = await scanner.scan([path], {}, signal);
  return groupInstances(instances, skipped).studies.flatMap((study) =>
    study.series.flatMap(({ stacks }) => stacks),
  );
}

async function search(
  path: string,
  patientWords: readonly WordToFind[],
  onProgress: () => void = () => undefined,
): Promise<SearchedStack> {
  const [stack] = await stacksIn(path);
  return valueOf(
    await detector.detect(
      { stackId: stack!.id, images: stack!.images, patientWords },
      { onProgress },
      signal,
    ),
  );
}

it("reads the name and birth date burned into every frame of a cine", async () => {
  const path = await writeCine("cine.dcm", 5, [
    { text: "LINDQVIST, INGRID", left: 8, top: 8, dot: 2, level: 230 },
    { text: "03/12/1957", left: 180, top: 180, dot: 2, level: 230 },
  ]);

  const searched = await search(path, [
    { kind: "name", text: "Lindqvist" },
    { kind: "birthDate", text: "19571203" },
  ]);

  expect(searched).toMatchObject({
    lookedImages: 5,
    readImages: 5,
    unseen: [],
  });
  const ofPatient = searched.findings
    .filter(({ rank }) => rank === "patientWord")
    .map(({ matches, images }) => ({ matches, images }));
  const images = { first: 0, last: 4 };
  expect(ofPatient).toEqual([
    { matches: ["name"], images },
    { matches: ["birthDate"], images },
  ]);
});

it("calls other text text, and finds none where there is none", async () => {
  const withText = await writeCine("other.dcm", 2, [
    { text: "CITY CLINIC WARD 7", left: 20, top: 30, dot: 2, level: 220 },
  ]);
  const without = await writeCine("without.dcm", 2, []);

  const found = await search(withText, []);
  const clear = await search(without, []);

  expect(found.findings.map(({ rank }) => rank)).toEqual(["text"]);
  expect(clear).toMatchObject({ findings: [], lookedImages: 2, unseen: [] });
});

it("answers from memory what it has searched, until the words change", async () => {
  const path = await writeCine("again.dcm", 2, []);
  let steps = 0;
  const count = () => {
    steps += 1;
  };

  await search(path, [], count);
  await search(path, [], count);
  const stepsOfSame = steps;
  await search(path, [{ kind: "name", text: "Okafor" }], count);

  expect(stepsOfSame).toBe(2);
  expect(steps).toBe(4);
});

it("stops when cancelled", async () => {
  const [stack] = await stacksIn(await writeCine("long.dcm", 40, []));
  const stopping = new AbortController();

  const answer = await detector.detect(
    { stackId: stack!.id, images: stack!.images, patientWords: [] },
    {
      onProgress: () => {
        stopping.abort();
      },
    },
    stopping.signal,
  );

  expect(answer).toEqual({ ok: false, failure: { kind: "cancelled" } });
});

it("says which images have changed since the scan and were not looked at", async () => {
  const path = await writeCine("gone.dcm", 2, []);
  const [stack] = await stacksIn(path);
  await rm(path);

  const searched = valueOf(
    await detector.detect(
      { stackId: stack!.id, images: stack!.images, patientWords: [] },
      { onProgress: () => undefined },
      signal,
    ),
  );

  expect(searched).toMatchObject({
    lookedImages: 0,
    unseen: [
      { image: 0, reason: { kind: "sourceVanished" } },
      { image: 1, reason: { kind: "sourceVanished" } },
    ],
  });
});

describeWithCorpus("burned-in text of the corpus", () => {
  it("is found where a name and birth date are burned into a CT", async () => {
    const searched = await search(
      corpusPath("06-burned-in-and-phi/ct-burned-in-name-and-birth-date.dcm"),
      [{ kind: "name", text: "Kaufman^Scott" }],
    );

    expect(searched.findings[0]).toMatchObject({
      rank: "patientWord",
      matches: ["name"],
    });
  });

  it("is found on an ultrasound screen, and not in a CT or MR without", async () => {
    const screen = await search(
      corpusPath("06-burned-in-and-phi/us-greyscale-test-patient.dcm"),
      [{ kind: "id", text: "00079241539" }],
    );
    expect(screen.findings[0]?.matches).toEqual(["id"]);

    for (const name of ["cs3d-CTImage.dcm", "dcmjs-sample-dicom.dcm"])
      expect((await search(corpusPath("01-plain", name), [])).findings).toEqual(
        [],
      );
  });
});
