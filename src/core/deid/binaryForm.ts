// What binary values of kept attributes may look like. Bytes that are none of the numbers an attribute can have may be text that somebody hid or misplaced there.
import type { Tag } from "../dicom/dataSet.ts";
import * as tags from "../dicom/generated/tags.ts";
import { keptTags } from "./policy/radiopaediaPolicy052.ts";
import { mostValuesOf } from "./valueMultiplicity.ts";

/** What the rest of the instance has, without which these bytes mean nothing. */
export interface BulkContext {
  /** A palette gives some pixels their colours. */
  readonly hasPalette: boolean;
}

/** One small number for each frame (PS3.3 C.8.4.8). */
const frameVectors: ReadonlySet<Tag> = new Set([
  tags.EnergyWindowVector,
  tags.DetectorVector,
  tags.PhaseVector,
  tags.RotationVector,
  tags.RRIntervalVector,
  tags.TimeSlotVector,
  tags.SliceVector,
  tags.AngularViewVector,
  tags.TimeSliceVector,
]);

const palette: ReadonlySet<Tag> = new Set([
  tags.RedPaletteColorLookupTableDescriptor,
  tags.GreenPaletteColorLookupTableDescriptor,
  tags.BluePaletteColorLookupTableDescriptor,
  tags.RedPaletteColorLookupTableData,
  tags.GreenPaletteColorLookupTableData,
  tags.BluePaletteColorLookupTableData,
  tags.SegmentedRedPaletteColorLookupTableData,
  tags.SegmentedGreenPaletteColorLookupTableData,
  tags.SegmentedBluePaletteColorLookupTableData,
]);

/** Of spectra without Pixel Data, which are no images and are refused as such. */
const spectroscopyData: ReadonlySet<Tag> = new Set([
  tags.FirstOrderPhaseCorrectionAngle,
  tags.SpectroscopyData,
]);

/** Two printable characters read as a word are at least this. */
const leastTextWord = 0x2020;
/** No quantity of imaging is smaller or larger; eight characters read as a double nearly always are. */
const leastMagnitude = 1e-12;
const mostMagnitude = 1e12;
/** Floats of four bytes say no whole number beyond it exactly; eight digits of a day are mostly more. */
const mostSingle = 2 ** 24;

/** True if the bytes, little endian, can be values of the attribute. `vr` is that of the output. */
export function isBinaryForm(
  tag: Tag,
  vr: string,
  bytes: Uint8Array,
  bulk: BulkContext,
): boolean {
  if (palette.has(tag) && !bulk.hasPalette) return false;
  if (spectroscopyData.has(tag)) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const most = mostValuesOf(tag);
  switch (vr) {
    case "US":
    case "SS":
      return frameVectors.has(tag) || tag === tags.AcquisitionMatrix
        ? areSmall(view) && (frameVectors.has(tag) || bytes.length <= 2 * most)
        : bytes.length <= 2 * most;
    case "UL":
    case "SL":
      return bytes.length <= 4 * most;
    case "FL":
      return bytes.length <= 4 * most && areQuantities(view, 4);
    case "FD":
      return bytes.length <= 8 * most && areQuantities(view, 8);
    case "AT":
      return areKeptTags(view);
    case "OW":
      return true;
    default:
      return false;
  }
}

function areSmall(view: DataView): boolean {
  for (let offset = 0; offset < view.byteLength; offset += 2)
    if (view.getUint16(offset, true) >= leastTextWord) return false;
  return true;
}

function areQuantities(view: DataView, unitBytes: 4 | 8): boolean {
  const most = unitBytes === 4 ? mostSingle : mostMagnitude;
  for (let offset = 0; offset < view.byteLength; offset += unitBytes) {
    const value = Math.abs(
      unitBytes === 4
        ? view.getFloat32(offset, true)
        : view.getFloat64(offset, true),
    );
    if (!(value === 0 || (value >= leastMagnitude && value <= most)))
      return false;
  }
  return true;
}

/** Pointers point to attributes; to those that go they say nothing. */
function areKeptTags(view: DataView): boolean {
  for (let offset = 0; offset < view.byteLength; offset += 4) {
    const group = view.getUint16(offset, true);
    const tag = group * 0x10000 + view.getUint16(offset + 2, true);
    if (!keptTags.has(tag)) return false;
  }
  return true;
}
