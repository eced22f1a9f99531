// Compares decoding with other programs: every file of the corpus that has pixels, sample by sample; of uncompressed files of over 20 frames the first, the middle and the last.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createWasmCodestreamDecoders } from "../../adapters/codecs/wasmCodestreamDecoders.ts";
import {
  corpusPath,
  describeWithCorpus,
  hasCorpus,
} from "../../testing/corpus.ts";
import { valueOf } from "../../testing/dicomFixtures.ts";
import { memoryByteSource } from "../../testing/memoryByteSource.ts";
import {
  comparedFrames,
  openJphSamples,
  pydicomDigests,
  referenceDecodersFor,
  uncompressedReference,
} from "../../testing/referenceDecoders.ts";
import type { DicomDataSet } from "../dicom/dataSet.ts";
import { readDataSet } from "../dicom/readDataSet.ts";
import { isUncompressed } from "../dicom/transferSyntaxes.ts";
import { readEncapsulatedFrame } from "./encapsulatedFrames.ts";
import type { DecodedFrame } from "./decodedFrame.ts";
import { readFrame } from "./readFrame.ts";

const decoders = createWasmCodestreamDecoders();
const syntaxes = "02-transfer-syntaxes";

/** Files a program does not decode, or not rightly; at least one other does, unless told below. */
const knownFaults: ReadonlyMap<string, { by: string; because: string }> =
  new Map([
    ...[16, 32].flatMap((bits) =>
      ["", "_2frame"].map(
        (frames) =>
          [
            `${syntaxes}/pydicom/SC_rgb_rle_${bits}bit${frames}.dcm`,
            {
              by: "GDCM",
              because:
                "it mixes up the bytes of RLE colour of more than 8 bits",
            },
          ] as const,
      ),
    ),
    ...["80", "81"].map(
      (syntax) =>
        [
          `${syntaxes}/fragmentation/CT0012.fragmented_no_bot_jpeg_ls.${syntax}.dcm`,
          {
            by: "GDCM",
            because: "it reads no JPEG-LS in fragments without a table",
          },
        ] as const,
    ),
    [
      `${syntaxes}/pydicom-data/JLSL_08_07_0_1F.dcm`,
      { by: "DCMTK", because: "it takes no 7 bits" },
    ],
    [
      `${syntaxes}/pydicom/SC_rgb_jpeg.dcm`,
      {
        by: "DCMTK",
        because: "the data set is not in the encoding it declares",
      },
    ],
  ]);

/** Compressed files that none of the programs reads, and the file that holds the same pixels uncompressed. */
const twins: ReadonlyMap<string, string> = new Map([
  // One bit a pixel in RLE.
  [`${syntaxes}/pydicom-data/liver_rle.dcm`, "07-non-image/liver.dcm"],
  // Deflated image frame compression is of 2024.
  [`${syntaxes}/pydicom-data/liver_deflate.dcm`, "07-non-image/liver.dcm"],
  [
    `${syntaxes}/pydicom-data/liver_nonbyte_aligned_deflate.dcm`,
    "07-non-image/liver_nonbyte_aligned.dcm",
  ],
  // It ends without a delimiter, which the programs do not forgive.
  [
    "04-odd-structure/emri_small_jpeg_2k_lossless_too_short.dcm",
    `${syntaxes}/pydicom-data/emri_small_jpeg_2k_lossless.dcm`,
  ],
]);

/** HTJ2K, which none of the programs reads, and how far samples may be from those of OpenJPH. */
const htj2k: ReadonlyMap<string, number> = new Map([
  [`${syntaxes}/pydicom-data/HTJ2KLossless_08_RGB.dcm`, 0],
  // The wavelets of lossy coding are floating point, and each program rounds after steps of its own.
  [`${syntaxes}/pydicom-data/HTJ2K_08_RGB.dcm`, 1],
]);

/** What no one can decode. */
const refused: ReadonlyMap<string, object> = new Map<string, object>([
  [
    "09-multi-frame/made-video-mpeg2.dcm",
    { kind: "videoPixelData", coding: "MPEG-2" },
  ],
  [
    "04-odd-structure/made-jpeg-xl-transfer-syntax.dcm",
    {
      kind: "unsupportedTransferSyntax",
      transferSyntaxUID: "1.2.840.10008.1.2.4.110",
    },
  ],
  // The bytes of a delimiter were written over the size of the image.
  [
    "04-odd-structure/JPEG2000-embedded-sequence-delimiter.dcm",
    { kind: "decodeFailed", codec: "JPEG 2000" },
  ],
]);

/** Uncompressed files on which pydicom is wrong or silent. */
const pydicomFaults: ReadonlySet<string> = new Set([
  // It does not swap 8-bit pixels in big endian words (PS3.5 8.1.2).
  `${syntaxes}/pydicom/SC_rgb_small_odd_big_endian.dcm`,
  // It stumbles over the VR.
  "04-odd-structure/badVR.dcm",
]);

/** Uncompressed files without a whole frame, in the order of their paths: pydicom refuses them too. */
const withoutWholeFrames = [
  // Cut in the pixels.
  "04-odd-structure/MR_truncated.dcm",
  // No size of the image, nor bits of a sample.
  "04-odd-structure/made-claims-huge-pixel-length.dcm",
  // Cut before the pixels.
  "04-odd-structure/made-cut-in-header.dcm",
  // Cut in the pixels.
  "04-odd-structure/made-cut-in-pixel-data.dcm",
  // No size of the image, and two bytes of pixels.
  "04-odd-structure/meta_missing_tsyntax.dcm",
  "04-odd-structure/nested_priv_SQ.dcm",
];

/** DCMTK swaps the bytes of 16-bit words only (OW), so that the halves of 32-bit samples change places; pydicom reads them as we do. */
const dcmtkFaults: ReadonlySet<string> = new Set([
  `${syntaxes}/pydicom/rtdose_expb.dcm`,
]);

async function open(path: string) {
  const source = memoryByteSource(readFileSync(corpusPath(path)));
  return { source, dataSet: valueOf(await readDataSet(source)) };
}

async function framesOf(bytes: Uint8Array): Promise<readonly DecodedFrame[]> {
  const source = memoryByteSource(bytes);
  const dataSet = valueOf(await readDataSet(source));
  const frames: DecodedFrame[] = [];
  for (let index = 0; index < frameCount(dataSet); index += 1)
    frames.push(valueOf(await readFrame(source, dataSet, index, decoders)));
  return frames;
}

function frameCount(dataSet: DicomDataSet): number {
  const element = dataSet.elements.find(({ tag }) => tag === 0x00280008);
  if (element === undefined) return 1;
  const { valueOffset, valueLength } = element;
  const value = dataSet.bytes.subarray(valueOffset, valueOffset + valueLength);
  return Math.max(
    1,
    Number.parseInt(Buffer.from(value).toString("latin1"), 10),
  );
}

function digestOf({ samples }: DecodedFrame): string {
  const { buffer, byteOffset, byteLength } = samples;
  return createHash("sha256")
    .update(new Uint8Array(buffer, byteOffset, byteLength))
    .digest("hex");
}

/** Digests of the compared frames as pydicom's are written; null if one is refused. */
async function sampledDigests(bytes: Uint8Array): Promise<string | null> {
  const source = memoryByteSource(bytes);
  const dataSet = valueOf(await readDataSet(source));
  const digests: string[] = [];
  for (const index of comparedFrames(frameCount(dataSet))) {
    const frame = await readFrame(source, dataSet, index, decoders);
    if (!frame.ok) return null;
    digests.push(digestOf(frame.value));
  }
  return digests.join(" ");
}

/** What of a frame two programs must agree on. */
function comparable(frame: DecodedFrame): object {
  return {
    size: [frame.columns, frame.rows, frame.samplesPerPixel],
    photometricInterpretation: frame.photometricInterpretation,
    digest: digestOf(frame),
  };
}

async function corpusImages(): Promise<
  readonly { path: string; transferSyntaxUID: string }[]
> {
  if (!hasCorpus) return [];
  const images: { path: string; transferSyntaxUID: string }[] = [];
  for (const entry of readdirSync(corpusPath(), {
    recursive: true,
    withFileTypes: true,
  })) {
    if (!entry.isFile()) continue;
    const absolute = join(entry.parentPath, entry.name);
    const source = memoryByteSource(readFileSync(absolute));
    const dataSet = await readDataSet(source);
    if (dataSet.ok && dataSet.value.pixelData !== null)
      images.push({
        path: absolute.slice(corpusPath().length + 1),
        transferSyntaxUID: dataSet.value.transferSyntaxUID,
      });
  }
  return images.sort((a, b) => (a.path < b.path ? -1 : 1));
}

const images = await corpusImages();
const compressed = images.filter(
  ({ transferSyntaxUID }) => !isUncompressed(transferSyntaxUID),
);
const special = new Set([...twins.keys(), ...htj2k.keys(), ...refused.keys()]);

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "casedrop-reference-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

describeWithCorpus("compressed images of the corpus", () => {
  for (const { path, transferSyntaxUID } of compressed) {
    if (special.has(path)) continue;
    for (const reference of referenceDecodersFor(transferSyntaxUID)) {
      const fault = knownFaults.get(path);
      if (fault?.by === reference.name) continue;
      const name = `${path} decodes as ${reference.name} has it`;
      if (!reference.isInstalled) {
        it.skip(`${name} (${reference.name} is not installed)`);
        continue;
      }
      it(name, async () => {
        const expected = await reference.decode(
          corpusPath(path),
          join(folder, "o"),
        );
        expect(expected, `${reference.name} decodes it`).not.toBeNull();

        const ours = await framesOf(readFileSync(corpusPath(path)));

        const theirs = await framesOf(expected ?? new Uint8Array(0));
        expect(ours.map(comparable)).toEqual(theirs.map(comparable));
      });
    }
  }

  it.each([...twins])("%s holds the pixels of %s", async (path, twin) => {
    const ours = await framesOf(readFileSync(corpusPath(path)));
    const theirs = await framesOf(readFileSync(corpusPath(twin)));

    expect(ours.map(comparable)).toEqual(theirs.map(comparable));
  });

  it.each([...htj2k])(
    "%s decodes as OpenJPH has it, give or take %d",
    async (path, tolerance) => {
      const { source, dataSet } = await open(path);
      const codestream = valueOf(
        await readEncapsulatedFrame(source, dataSet, 0),
      );
      const expected = await openJphSamples(codestream);

      const { samples } = valueOf(
        await readFrame(source, dataSet, 0, decoders),
      );

      const distances = Array.from(samples, (sample, index) =>
        Math.abs(sample - (expected[index] ?? Number.NaN)),
      );
      expect(samples.length).toBe(expected.length);
      expect(distances.every((distance) => distance <= tolerance)).toBe(true);
    },
  );

  it.each([...refused])("%s is refused", async (path, failure) => {
    const { source, dataSet } = await open(path);

    expect(await readFrame(source, dataSet, 0, decoders)).toEqual({
      ok: false,
      failure,
    });
  });
});

describe("uncompressed images of the corpus", () => {
  const uncompressed = images.filter(
    ({ path, transferSyntaxUID }) =>
      isUncompressed(transferSyntaxUID) && !pydicomFaults.has(path),
  );
  /** Big endian and deflated: what a rewriting does something to. */
  const reordered = images.filter(
    ({ path, transferSyntaxUID }) =>
      !dcmtkFaults.has(path) &&
      ["1.2.840.10008.1.2.2", "1.2.840.10008.1.2.1.99"].includes(
        transferSyntaxUID,
      ),
  );
  const digests = pydicomDigests(
    uncompressed.map(({ path }) => corpusPath(path)),
  );

  it.skipIf(digests === null || !hasCorpus)(
    "decode as pydicom has them (skipped without python3-pydicom)",
    async () => {
      const silent: string[] = [];
      const differing: string[] = [];
      const failing: string[] = [];
      for (const [index, { path }] of uncompressed.entries()) {
        const ours = await sampledDigests(readFileSync(corpusPath(path)));
        const theirs = digests?.[index];
        if (ours === null) failing.push(path);
        else if (theirs === "-") silent.push(path);
        else if (ours !== theirs) differing.push(path);
      }

      expect({ failing, silent, differing }).toEqual({
        failing: [...withoutWholeFrames],
        silent: [],
        differing: [],
      });
    },
  );

  it.skipIf(!uncompressedReference.isInstalled || !hasCorpus)(
    "decode as DCMTK rewrites them in little endian (skipped without dcmtk)",
    async () => {
      const silent: string[] = [];
      const differing: string[] = [];
      for (const { path } of reordered) {
        const ours = await sampledDigests(readFileSync(corpusPath(path)));
        const rewritten = await uncompressedReference.decode(
          corpusPath(path),
          join(folder, "o"),
        );
        if (rewritten === null) silent.push(path);
        else if ((await sampledDigests(rewritten)) !== ours)
          differing.push(path);
      }

      expect({ silent, differing }).toEqual({ silent: [], differing: [] });
    },
    600_000,
  );
});
