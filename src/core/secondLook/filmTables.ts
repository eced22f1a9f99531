// Lookup tables of a film's original, and the pixels of its copy seen through them (PS3.3 C.11.1, C.11.2): no copy has such tables, yet the reader's answer depends on them.
import type { DicomDataSet, DicomElement, Tag } from "../dicom/dataSet.ts";
import { findElement } from "../dicom/elementValues.ts";
import * as tags from "../dicom/generated/tags.ts";
import { HeaderReader } from "../dicom/headerReader.ts";
import type { PlainFrame } from "../deid/decodedPixels.ts";
import { rawValue, words } from "../deid/elementText.ts";
import type { GrayscaleWindow } from "../pixels/frameDisplay.ts";

/** One table: what comes out for `firstInput` and each whole number after it. */
interface LookupTable {
  readonly firstInput: number;
  /** Of each output: 8 to 16. */
  readonly bits: number;
  readonly outputs: readonly number[];
}

/** What stands between the stored values of a film and how it was meant to be seen. At least one table is there. */
export interface FilmTables {
  /** In place of slope and intercept. */
  readonly modality: LookupTable | null;
  /** In place of the window, which a file with both offers as another view. */
  readonly voi: LookupTable | null;
  readonly slope: number;
  readonly intercept: number;
  /** In values after the Modality LUT, as the original has it; null for none. */
  readonly window: GrayscaleWindow | null;
}

/** A film seen through its tables. */
export interface TabledFrame {
  readonly frame: PlainFrame;
  /** What is left to be applied: null after a VOI LUT, whose outputs are what is shown. */
  readonly window: GrayscaleWindow | null;
}

/** The tables of an original; null where it has none, or one that cannot be read whole. */
export function filmTables(original: DicomDataSet): FilmTables | null {
  const header = new HeaderReader(original);
  const intercept = header.number(tags.RescaleIntercept) ?? 0;
  const hasModality = hasItem(original, tags.ModalityLUTSequence);
  const isSignedPixel = header.number(tags.PixelRepresentation) === 1;
  const modality = tableIn(original, tags.ModalityLUTSequence, isSignedPixel);
  // Outputs of a Modality LUT are unsigned, so inputs of the next table are (PS3.3 C.11.1.1.1, C.11.2.1.1).
  const isSignedValue = !hasModality && (isSignedPixel || intercept < 0);
  const voi = tableIn(original, tags.VOILUTSequence, isSignedValue);
  const isWhole =
    (modality !== null || !hasModality) &&
    (voi !== null || !hasItem(original, tags.VOILUTSequence));
  if (!isWhole || (modality === null && voi === null)) return null;
  const center = header.number(tags.WindowCenter);
  const width = header.number(tags.WindowWidth);
  const slope = header.number(tags.RescaleSlope);
  return {
    modality,
    voi,
    slope: slope === null || slope === 0 ? 1 : slope,
    intercept,
    window:
      center !== null && width !== null && width > 0 ? { center, width } : null,
  };
}

/**
 * The pixels of a verified copy through the tables of its original. Each output depends on one stored value of the copy, so that
 * what was masked stays of one grey.
 */
export function throughTables(
  frame: PlainFrame,
  { modality, voi, slope, intercept, window }: FilmTables,
): TabledFrame {
  const last = voi ?? modality;
  if (last === null) return { frame, window };
  const valueOf = (stored: number) =>
    modality === null
      ? Math.round(stored * slope + intercept)
      : outputFor(modality, stored);
  const samples =
    last.bits > 8
      ? new Uint16Array(frame.samples.length)
      : new Uint8Array(frame.samples.length);
  for (let at = 0; at < samples.length; at += 1) {
    const value = valueOf(frame.samples[at] ?? 0);
    samples[at] = voi === null ? value : outputFor(voi, value);
  }
  return {
    frame: { ...frame, samples, bitsStored: last.bits, isSigned: false },
    window: voi === null ? window : null,
  };
}

/** Values before the first input take the first output, those after the last one the last. */
function outputFor(
  { firstInput, outputs }: LookupTable,
  input: number,
): number {
  const at = Math.min(Math.max(input - firstInput, 0), outputs.length - 1);
  return outputs[at] ?? 0;
}

function firstItem(
  dataSet: DicomDataSet,
  sequence: Tag,
): readonly DicomElement[] | null {
  return findElement(dataSet.elements, sequence)?.items?.[0] ?? null;
}

function hasItem(dataSet: DicomDataSet, sequence: Tag): boolean {
  return firstItem(dataSet, sequence) !== null;
}

/** First table of a sequence; null where there is none, or its data is shorter than its descriptor says. */
function tableIn(
  dataSet: DicomDataSet,
  sequence: Tag,
  isSignedInput: boolean,
): LookupTable | null {
  const item = firstItem(dataSet, sequence) ?? [];
  const descriptor = findElement(item, tags.LUTDescriptor);
  const data = findElement(item, tags.LUTData);
  if (descriptor === null || data === null) return null;
  const [declared, first, bits] = words(rawValue(dataSet, descriptor));
  if (declared === undefined || first === undefined || bits === undefined)
    return null;
  if (bits < 8 || bits > 16) return null;
  // 0 stands for 65,536 (PS3.3 C.11.1.1.1).
  const entries = declared === 0 ? 0x10000 : declared;
  const outputs = entriesOf(words(rawValue(dataSet, data)), entries, bits);
  const isNegative =
    first >= 0x8000 && (descriptor.vr === "SS" || isSignedInput);
  return outputs === null
    ? null
    : { firstInput: isNegative ? first - 0x10000 : first, bits, outputs };
}

/** Tables of 8 bits may have two entries to a word, the lower byte first. */
function entriesOf(
  data: readonly number[],
  entries: number,
  bits: number,
): readonly number[] | null {
  const isPacked = bits === 8 && data.length < entries;
  const values = isPacked
    ? data.flatMap((word) => [word & 0xff, word >>> 8])
    : data;
  const most = 2 ** bits - 1;
  return values.length < entries
    ? null
    : values.slice(0, entries).map((value) => Math.min(value, most));
}
