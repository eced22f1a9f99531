// Masks on the corpus, in every transfer syntax: black as it is shown under them, the same samples beside them, and a file that the site takes.
import { readFileSync } from "node:fs";
import { beforeAll, expect, it } from "vitest";
import { createWasmCodestreamDecoders } from "../../adapters/codecs/wasmCodestreamDecoders.ts";
import { checkPolicy } from "../../sandbox/policy/checkPolicy.ts";
import type { RefusalReason } from "../../shared/failure.ts";
import type { MaskShape } from "../../shared/mask.ts";
import { corpusPath, describeWithCorpus } from "../../testing/corpus.ts";
import { deidentifyInMemory } from "../../testing/deidentifyInMemory.ts";
import { memoryByteSource } from "../../testing/memoryByteSource.ts";
import { readDataSet } from "../dicom/readDataSet.ts";
import { maskedRows } from "../masks/maskRuns.ts";
import type { DecodedFrame } from "../pixels/decodedFrame.ts";
import { frameDisplayOf } from "../pixels/frameDisplay.ts";
import { readFrame } from "../pixels/readFrame.ts";
import { renderFrame } from "../pixels/renderFrame.ts";
import { plainFrame } from "./decodedPixels.ts";

interface TruthRow {
  readonly path: string;
  readonly kind: string;
  readonly NumberOfFrames?: number | string;
  readonly TransferSyntaxUID?: string;
}

interface Outcome {
  readonly name: string;
  readonly transferSyntaxUID: string;
  readonly refusal: RefusalReason | null;
  /** Whether all is as it should be; what is not, in words. */
  readonly flaws: readonly string[];
}

const decoders = createWasmCodestreamDecoders();
const shapes: readonly MaskShape[] = [
  { kind: "rectangle", left: 1, top: 1, width: 19, height: 10 },
  { kind: "ellipse", left: 5, top: 8, width: 25, height: 20 },
];
const outcomes: Outcome[] = [];

/** Of folders that hold whole series, the first two files stand for the rest. */
function withoutSlicesAlike(rows: readonly TruthRow[]): readonly TruthRow[] {
  const taken = new Map<string, number>();
  return rows.filter(({ path }) => {
    if (!/^0[38]-/.test(path)) return true;
    const folder = path.slice(0, path.lastIndexOf("/"));
    taken.set(folder, (taken.get(folder) ?? 0) + 1);
    return (taken.get(folder) ?? 0) <= 2;
  });
}

/** A frame as it is, in the colours it is written in, and as it is shown. */
async function seen(bytes: Uint8Array, frameIndex: number) {
  const source = memoryByteSource(bytes);
  const dataSet = await readDataSet(source);
  if (!dataSet.ok) return null;
  const read = await readFrame(source, dataSet.value, frameIndex, decoders);
  const plain = read.ok ? plainFrame(dataSet.value, read.value) : read;
  if (!plain.ok) return null;
  const frame = plain.value;
  const shown = renderFrame(frame, {
    display: frameDisplayOf(dataSet.value),
    window: null,
    maxSidePixels: Math.max(frame.rows, frame.columns),
  });
  return { frame, shown };
}

function isUnder(frame: DecodedFrame): readonly boolean[] {
  const under = new Array<boolean>(frame.rows * frame.columns).fill(false);
  maskedRows(shapes, frame).forEach((runs, row) => {
    for (const { from, to } of runs)
      under.fill(true, row * frame.columns + from, row * frame.columns + to);
  });
  return under;
}

async function flawsOf(
  file: Uint8Array,
  output: Uint8Array,
  frameIndex: number,
): Promise<readonly string[]> {
  const before = await seen(file, frameIndex);
  const after = await seen(output, 0);
  if (before === null || after === null) return ["does not decode"];
  const flaws = new Set<string>();
  const { samplesPerPixel, samples } = after.frame;
  const under = isUnder(before.frame);
  const isPalette = after.frame.photometricInterpretation === "PALETTE COLOR";
  // Some windows begin below what the image can store; then that is as dark as it gets.
  const darkest = after.frame.isSigned ? -(2 ** after.frame.bitsStored) / 2 : 0;
  for (const [place, isMasked] of under.entries())
    for (let sample = 0; sample < samplesPerPixel; sample += 1) {
      const at = place * samplesPerPixel + sample;
      if (!isMasked && samples[at] !== before.frame.samples[at])
        flaws.add("changed beside the masks");
      const light = after.shown.pixels[place * 4 + sample] ?? 0;
      const isDark = isPalette ? light <= 20 : light === 0;
      if (isMasked && !isDark && samples[at] !== darkest)
        flaws.add(`not black under the masks: ${light}`);
    }
  const report = checkPolicy(Buffer.from(output), "0.5.2");
  const isTaken =
    report.isConvertible &&
    report.problems.length === 0 &&
    report.tags.length === 0;
  return isTaken ? [...flaws] : [...flaws, "the site would not take it"];
}

async function outcomeOf(
  { path, TransferSyntaxUID = "none" }: TruthRow,
  file: Uint8Array,
  frame: number | null,
): Promise<Outcome> {
  const result = await deidentifyInMemory(file, { frame, masks: shapes });
  const isMasked = result.ok && result.value.plan.treatment === "masked";
  return {
    name: frame === null ? path : `${path} frame ${frame}`,
    transferSyntaxUID: TransferSyntaxUID,
    refusal: result.ok ? null : result.failure,
    flaws: !result.ok
      ? []
      : isMasked
        ? await flawsOf(file, result.value.bytes, (frame ?? 1) - 1)
        : ["nothing was painted"],
  };
}

describeWithCorpus("masks on the corpus", () => {
  beforeAll(async () => {
    const rows = readFileSync(corpusPath("truth.jsonl"), "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as TruthRow);
    for (const row of withoutSlicesAlike(rows)) {
      if (row.kind !== "dicom") continue;
      const frames = Number.parseInt(String(row.NumberOfFrames ?? 1), 10);
      const file = readFileSync(corpusPath(row.path));
      outcomes.push(await outcomeOf(row, file, frames === 1 ? null : frames));
    }
  }, 180_000);

  it("are painted in every transfer syntax that is sent at all", () => {
    const syntaxes = outcomes
      .filter(({ refusal }) => refusal === null)
      .map(({ transferSyntaxUID }) => transferSyntaxUID);

    expect([...new Set(syntaxes)].sort()).toEqual([
      "1.2.840.10008.1.2",
      "1.2.840.10008.1.2.1",
      "1.2.840.10008.1.2.1.99",
      "1.2.840.10008.1.2.2",
      "1.2.840.10008.1.2.4.50",
      "1.2.840.10008.1.2.4.51",
      "1.2.840.10008.1.2.4.53",
      "1.2.840.10008.1.2.4.55",
      "1.2.840.10008.1.2.4.57",
      "1.2.840.10008.1.2.4.70",
      "1.2.840.10008.1.2.4.80",
      "1.2.840.10008.1.2.4.81",
      "1.2.840.10008.1.2.4.90",
      "1.2.840.10008.1.2.4.91",
      "1.2.840.10008.1.2.5",
      "1.2.840.10008.1.2.8.1",
    ]);
  });

  it("leave the pixels beside them alone and are black", () => {
    expect(
      outcomes
        .filter(({ flaws }) => flaws.length > 0)
        .map(({ name, flaws }) => `${name}: ${flaws.join(", ")}`),
    ).toEqual([]);
  });

  it("are refused for what refuses the image anyway, or where it does not decode", () => {
    const kinds: Record<string, number> = {};
    for (const { refusal } of outcomes)
      if (refusal !== null)
        kinds[refusal.kind] = (kinds[refusal.kind] ?? 0) + 1;

    expect(kinds).toEqual({
      decodeFailed: 1,
      header: 2,
      missingAttribute: 16,
      noPixelData: 48,
      unsupportedPixelLayout: 2,
      pixelDataTruncated: 3,
      unsupportedTransferSyntax: 1,
      videoPixelData: 1,
    });
  });
});
