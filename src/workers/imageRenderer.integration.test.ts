// The image renderer with its real thread: images of every compression come out of the bundle as previews. Uses the built workers (npm run build).
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { canDecode } from "../core/pixels/codecs/pixelCodings.ts";
import { corpusPath, describeWithCorpus } from "../testing/corpus.ts";
import { ctSlice } from "../testing/dicomFixtures.ts";
import {
  createImageRenderer,
  type ThreadedImageRenderer,
} from "./imageRenderer.ts";
import { createScanner, type Scanner } from "./scanner.ts";

const workersUrl = new URL("../../out/workers/", import.meta.url);
const scratchFolder = join(tmpdir(), `casedrop-test-${process.pid}`);
const { signal } = new AbortController();
let scanner: Scanner;
let renderer: ThreadedImageRenderer;

beforeAll(() => {
  scanner = createScanner({ workersUrl, scratchFolder, threads: 1 });
  renderer = createImageRenderer({ workersUrl, scratchFolder, threads: 1 });
});
afterAll(async () => {
  await Promise.all([scanner.close(), renderer.close()]);
});

it("shows each frame of an enhanced object with its own rescale", async () => {
  const folder = await mkdtemp(join(tmpdir(), "casedrop-frames-"));
  try {
    await writeFile(
      join(folder, "pet"),
      ctSlice({
        without: ["RescaleSlope", "RescaleIntercept", "WindowCenter"],
        attributes: {
          NumberOfFrames: 2,
          PixelData: Array.from({ length: 32 }, () => 100),
          PerFrameFunctionalGroupsSequence: [1, 2].map((slope) => ({
            PixelValueTransformationSequence: [
              { RescaleSlope: slope, RescaleIntercept: 0 },
            ],
          })),
        },
      }),
    );
    const { instances } = await scanner.scan(
      [folder],
      { onProgress: () => undefined },
      signal,
    );
    const greys: (number | undefined)[] = [];
    for (const frame of [1, 2]) {
      const preview = await renderer.render(
        { instance: instances[0]!, frame },
        { maxSidePixels: 4, window: { center: 128, width: 256 } },
        signal,
      );
      greys.push(preview.ok ? preview.value.pixels[0] : undefined);
    }
    expect(greys).toEqual([100, 200]);
  } finally {
    await rm(folder, { recursive: true });
  }
});

describeWithCorpus("previews of the corpus", () => {
  it("are drawn for every transfer syntax that is said to be shown", async () => {
    const { instances } = await scanner.scan(
      [corpusPath("02-transfer-syntaxes")],
      { onProgress: () => undefined },
      signal,
    );
    const shown = instances.filter(({ header }) =>
      canDecode(header.transferSyntaxUID),
    );

    const refused: string[] = [];
    const syntaxes = new Set<string>();
    for (const instance of shown) {
      const preview = await renderer.render(
        { instance, frame: null },
        { maxSidePixels: 64, window: null },
        signal,
      );
      if (preview.ok) syntaxes.add(instance.header.transferSyntaxUID);
      else refused.push(instance.source.path);
    }

    expect(refused).toEqual([]);
    expect([...syntaxes].sort()).toEqual(
      [
        ...["", ".1", ".1.99", ".2", ".5", ".8.1"],
        ...[50, 51, 53, 55, 57, 70, 80, 81, 90, 91, 201, 203].map(
          (number) => `.4.${number}`,
        ),
      ]
        .map((suffix) => `1.2.840.10008.1.2${suffix}`)
        .sort(),
    );
  });
});
