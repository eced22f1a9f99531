// Tests of the WebAssembly codecs on codestreams that are damaged, of the wrong size or changed at random.
import fc from "fast-check";
import { readFileSync } from "node:fs";
import { beforeAll, expect, it } from "vitest";
import { readDataSet } from "../../core/dicom/readDataSet.ts";
import { decodeCompressed } from "../../core/pixels/codecs/decodeCompressed.ts";
import { pixelCodingOf } from "../../core/pixels/codecs/pixelCodings.ts";
import { readEncapsulatedFrame } from "../../core/pixels/encapsulatedFrames.ts";
import {
  frameLayoutOf,
  type FrameLayout,
} from "../../core/pixels/frameLayout.ts";
import type { CodecName } from "../../shared/failure.ts";
import { corpusPath, describeWithCorpus } from "../../testing/corpus.ts";
import { valueOf } from "../../testing/dicomFixtures.ts";
import { memoryByteSource } from "../../testing/memoryByteSource.ts";
import { createWasmCodestreamDecoders } from "./wasmCodestreamDecoders.ts";

interface Compressed {
  readonly bytes: Uint8Array;
  readonly layout: FrameLayout;
  readonly codec: CodecName;
}

async function open(name: string): Promise<Compressed> {
  const path = corpusPath("02-transfer-syntaxes/pydicom", name);
  const source = memoryByteSource(readFileSync(path));
  const dataSet = valueOf(await readDataSet(source));
  const coding = pixelCodingOf(dataSet.transferSyntaxUID);
  return {
    bytes: valueOf(await readEncapsulatedFrame(source, dataSet, 0)),
    layout: valueOf(frameLayoutOf(dataSet)),
    codec: coding.kind === "compressed" ? coding.codec : "RLE",
  };
}

const files = [
  "MR_small_jpeg_ls_lossless.dcm",
  "SC_rgb_jls_lossy_sample.dcm",
  "MR_small_jp2klossless.dcm",
  "SC_rgb_gdcm_KY.dcm",
];

const decoders = createWasmCodestreamDecoders();

beforeAll(async () => {
  // The first load compiles, which on a busy computer takes longer than a test may.
  await Promise.all([decoders.load("JPEG-LS"), decoders.load("JPEG 2000")]);
}, 60_000);

describeWithCorpus("WebAssembly codecs", () => {
  const decode = ({ bytes, layout, codec }: Compressed) =>
    decodeCompressed(bytes, layout, codec, decoders);

  it.each(files)("decode %s again after failing on it", async (name) => {
    const compressed = await open(name);
    const whole = await decode(compressed);
    expect(whole.ok).toBe(true);
    const half = compressed.bytes.slice(0, compressed.bytes.length / 2);

    expect(await decode({ ...compressed, bytes: half })).toEqual({
      ok: false,
      failure: { kind: "decodeFailed", codec: compressed.codec },
    });

    expect(await decode(compressed)).toEqual(whole);
  });

  it.each(files)("refuse %s under a header of another size", async (name) => {
    const compressed = await open(name);
    const { layout } = compressed;

    for (const other of [
      { ...layout, rows: layout.rows + 1 },
      { ...layout, columns: layout.columns * 2 },
      { ...layout, samplesPerPixel: 4 - layout.samplesPerPixel },
    ])
      expect(await decode({ ...compressed, layout: other })).toMatchObject({
        failure: { kind: "decodeFailed" },
      });
  });

  it.each(files)(
    "give a frame of the right size or none for %s, whatever is changed in it",
    async (name) => {
      const compressed = await open(name);
      const { bytes, layout } = compressed;
      const change = fc.tuple(
        fc.integer({ min: 0, max: bytes.length - 1 }),
        fc.integer({ min: 0, max: 255 }),
      );

      await fc.assert(
        fc.asyncProperty(
          fc.array(change, { minLength: 1, maxLength: 5 }),
          async (changes) => {
            const changed = bytes.slice();
            for (const [at, value] of changes) changed[at] = value;

            const frame = await decode({ ...compressed, bytes: changed });

            if (frame.ok)
              expect(frame.value.samples.length).toBe(
                layout.rows * layout.columns * layout.samplesPerPixel,
              );
          },
        ),
        { numRuns: 10 },
      );
    },
  );
});

it("take nothing for no codestream", async () => {
  for (const codec of ["JPEG-LS", "JPEG 2000"] as const) {
    const decoder = await decoders.load(codec);
    expect(decoder.decode(new Uint8Array(0))).toBeNull();
    expect(decoder.decode(Uint8Array.of(1, 2, 3))).toBeNull();
  }
});
