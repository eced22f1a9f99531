// The plain window that takes the place of lookup tables, which the policy removes (contract section 10, point 9).
//
// A VOI LUT gives way to the window over the range of values that it maps. A Modality LUT is undone: a window on its
// output becomes the window on the stored values that it maps there. Where that table does not rise throughout, no window
// says the same, so none is written, and viewers choose their own from the pixels.
import type { DicomDataSet, DicomElement, Tag } from "../dicom/dataSet.ts";
import { findElement } from "../dicom/elementValues.ts";
import * as tags from "../dicom/generated/tags.ts";
import { rawValue, singleWord, textOf, words } from "./elementText.ts";
import { shortDecimal } from "./numberStrings.ts";

/** Whether the window in the file may stay, gives way to another (decimal strings), or to none. */
export type WindowPlan =
  | { readonly kind: "asWritten" }
  | {
      readonly kind: "instead";
      readonly center: string;
      readonly width: string;
    }
  | { readonly kind: "none" };

/** Values from `low` to `high`, both included. */
interface ValueRange {
  readonly low: number;
  readonly high: number;
}

interface LookupTable {
  readonly firstInput: number;
  readonly entries: number;
  readonly outputs: readonly number[];
}

/** The window of an instance whose lookup tables go. */
export function planWindow(dataSet: DicomDataSet): WindowPlan {
  const modality = lookupTable(dataSet, tags.ModalityLUTSequence);
  const voi = lookupTable(dataSet, tags.VOILUTSequence);
  if (modality === null && voi === null) return { kind: "asWritten" };
  const shown = plainWindow(dataSet) ?? (voi === null ? null : inputsOf(voi));
  if (shown === null || (modality === null && plainWindow(dataSet) !== null))
    return { kind: "asWritten" };
  const stored = modality === null ? shown : inputsOnto(modality, shown);
  const window = stored === null ? null : windowOver(stored);
  return window === null ? { kind: "none" } : { kind: "instead", ...window };
}

/** First window of the file as the range it shows (PS3.3 C.11.2.1.2.1). */
function plainWindow(dataSet: DicomDataSet): ValueRange | null {
  const center = firstNumber(textOf(dataSet, tags.WindowCenter));
  const width = firstNumber(textOf(dataSet, tags.WindowWidth));
  if (center === null || width === null || width < 1) return null;
  const half = (width - 1) / 2;
  return { low: center - 0.5 - half, high: center - 0.5 + half };
}

function windowOver(
  range: ValueRange,
): { readonly center: string; readonly width: string } | null {
  const center = shortDecimal((range.low + range.high + 1) / 2);
  const width = shortDecimal(range.high - range.low + 1);
  return center === null || width === null ? null : { center, width };
}

function firstNumber(text: string): number | null {
  const first = text.split("\\")[0]?.trim() ?? "";
  const number = Number(first);
  return first === "" || !Number.isFinite(number) ? null : number;
}

/** First item of a LUT sequence; null if absent or without a whole descriptor. */
function lookupTable(dataSet: DicomDataSet, sequence: Tag): LookupTable | null {
  const item = findElement(dataSet.elements, sequence)?.items?.[0];
  const descriptor =
    item === undefined ? null : findElement(item, tags.LUTDescriptor);
  if (item === undefined || descriptor === null) return null;
  const [entries, first, bits] = words(rawValue(dataSet, descriptor));
  if (entries === undefined || first === undefined || bits === undefined)
    return null;
  const data = findElement(item, tags.LUTData);
  return {
    firstInput:
      first >= 0x8000 && hasSignedInput(dataSet, descriptor)
        ? first - 0x10000
        : first,
    // PS3.3 C.11.1.1.1: 0 stands for 2^16.
    entries: entries === 0 ? 0x10000 : entries,
    outputs: data === null ? [] : words(rawValue(dataSet, data)),
  };
}

/** The second number of the descriptor is signed where what it maps is: by its VR, the pixels, or a rescale below zero. */
function hasSignedInput(
  dataSet: DicomDataSet,
  descriptor: DicomElement,
): boolean {
  const representation = findElement(
    dataSet.elements,
    tags.PixelRepresentation,
  );
  return (
    descriptor.vr === "SS" ||
    (representation !== null &&
      singleWord(rawValue(dataSet, representation)) === 1) ||
    (firstNumber(textOf(dataSet, tags.RescaleIntercept)) ?? 0) < 0
  );
}

function inputsOf(table: LookupTable): ValueRange {
  return {
    low: table.firstInput,
    high: table.firstInput + table.entries - 1,
  };
}

/** The inputs that a rising table maps into `range`; null if it does not rise throughout, or maps nothing there. */
function inputsOnto(table: LookupTable, range: ValueRange): ValueRange | null {
  const { outputs, firstInput } = table;
  if (outputs.length === 0) return null;
  const isRising = outputs.every(
    (output, index) => index === 0 || output >= (outputs[index - 1] ?? 0),
  );
  const low = outputs.findIndex((output) => output >= range.low);
  const high = outputs.findLastIndex((output) => output <= range.high);
  if (!isRising || low === -1 || high <= low) return null;
  return { low: firstInput + low, high: firstInput + high };
}
