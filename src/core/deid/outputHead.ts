// Writes everything of an output file that stands before the pixels (PS3.10 7.1): nothing in it comes from the input's own head.
import { success, type Result } from "../../shared/result.ts";
import type { Tag } from "../dicom/dataSet.ts";
import * as tags from "../dicom/generated/tags.ts";
import { valueEncodings } from "../dicom/transferSyntaxes.ts";
import {
  concatenate,
  encodeElementHead,
  encodeElements,
  encodeFileMeta,
  type ElementToWrite,
  type ValueTooLong,
} from "../dicom/writeDataSet.ts";
import type { PixelPlan } from "./pixelPlan.ts";
import { policyVersion } from "./policy/radiopaediaPolicy052.ts";

/** Identifies Casedrop as the writer of a file (PS3.10 7.1); made from a UUID (PS3.5 B.2). */
export const implementationClassUID =
  "2.25.54422189435703687997268837615697227349";

/** Fixed, so that the version in use says nothing about when a file was made. */
export const implementationVersionName = "CASEDROP";

/** Text of DeidentificationMethod (0012,0063), which the policy does not compare. */
export const deidentificationMethod = `Casedrop, Radiopaedia policy ${policyVersion}`;

/** Preamble of zeros, file meta information, elements in ascending order, and the head of Pixel Data. */
export function encodeHead(parts: {
  readonly sopClassUID: string;
  readonly sopInstanceUID: string;
  readonly elements: ReadonlyMap<Tag, ElementToWrite>;
  readonly pixels: PixelPlan;
}): Result<Uint8Array, ValueTooLong> {
  const { pixels } = parts;
  const meta = encodeFileMeta({
    mediaStorageSOPClassUID: parts.sopClassUID,
    mediaStorageSOPInstanceUID: parts.sopInstanceUID,
    transferSyntaxUID: pixels.transferSyntaxUID,
    implementationClassUID,
    implementationVersionName,
  });
  if (!meta.ok) return meta;
  const ascending = [...parts.elements.values()].sort((a, b) => a.tag - b.tag);
  const elements = encodeElements(ascending, valueEncodings.explicitLE);
  if (!elements.ok) return elements;
  const pixelHead = encodeElementHead(
    { tag: tags.PixelData, vr: pixels.vr, lengthBytes: pixels.lengthBytes },
    valueEncodings.explicitLE,
  );
  if (!pixelHead.ok) return pixelHead;
  return success(concatenate([meta.value, elements.value, pixelHead.value]));
}
