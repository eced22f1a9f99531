// Makes the file that is sent: the pixels of a verified copy, plain, with the attributes that the reader needs and no others (contract sections 4.1 and 6).
//
// Invariants:
// 1. No text of the copy or of its original is written: each value is a number, or one of the words that this file names.
// 2. Study, series and instance get UIDs that are used once.
// 3. What was written is read again and checked before it is answered.
import { failed, success, type Result } from "../../shared/result.ts";
import type { RefusalReason } from "../../shared/failure.ts";
import {
  implementationClassUID,
  implementationVersionName,
} from "../deid/outputHead.ts";
import {
  littleEndianBytes,
  plainFrame,
  type PlainFrame,
} from "../deid/decodedPixels.ts";
import type { DicomDataSet, Tag } from "../dicom/dataSet.ts";
import { numberValue, textValue } from "../dicom/encodeValues.ts";
import * as tags from "../dicom/generated/tags.ts";
import { HeaderReader } from "../dicom/headerReader.ts";
import { readDataSet } from "../dicom/readDataSet.ts";
import {
  ExplicitVRLittleEndian,
  valueEncodings,
} from "../dicom/transferSyntaxes.ts";
import {
  concatenate,
  encodeElements,
  encodeFileMeta,
  type ElementToWrite,
} from "../dicom/writeDataSet.ts";
import type { CodestreamDecoders } from "../pixels/codecs/codestream.ts";
import type { GrayscaleWindow } from "../pixels/frameDisplay.ts";
import { readFrame } from "../pixels/readFrame.ts";
import type { ByteSource } from "../ports/byteSource.ts";
import type { FilmUIDs } from "../ports/secondLook.ts";
import { throughTables, type FilmTables } from "./filmTables.ts";

/**
 * Lookup tables of the file that the copy was made of, which no copy has. `lost`: it has one, which cannot be read any more.
 */
export type FilmLookup = "none" | "lost" | FilmTables;

/** What a film is made with besides its copy. */
export interface FilmMaking {
  readonly uids: FilmUIDs;
  readonly lookup: FilmLookup;
}

/** How values of the pixels are meant: of the copy, or of what came out of lookup tables. */
interface ShownAs {
  readonly window: GrayscaleWindow | null;
  /** Slope and intercept of the copy are still to be applied. */
  readonly isRescaled: boolean;
}

/**
 * The bytes of a film, its pixels seen through the lookup tables of its original where there are any. Refuses what is not one
 * grey frame of 8 to 16 bits, and a film whose lookup table is lost and no window stands for it: its pixels would be read
 * otherwise than they were meant (PS3.3 C.11.1, C.11.2).
 */
export async function makeFilm(
  copy: ByteSource,
  { uids, lookup }: FilmMaking,
  decoders: CodestreamDecoders,
): Promise<Result<Uint8Array<ArrayBuffer>, RefusalReason>> {
  const dataSet = await readDataSet(copy);
  if (!dataSet.ok) return unfit("PixelData");
  const decoded = await readFrame(copy, dataSet.value, 0, decoders);
  if (!decoded.ok) return decoded;
  const plain = plainFrame(dataSet.value, decoded.value);
  if (!plain.ok) return plain;
  const unfitKeyword = unfitFrame(dataSet.value, plain.value);
  if (unfitKeyword !== null) return unfit(unfitKeyword);
  const window = windowIn(dataSet.value);
  if (lookup === "lost" && window === null) return unfit("LUTData");
  if (lookup === "none" || lookup === "lost") {
    const shownAs = { window, isRescaled: true };
    return written(dataSet.value, plain.value, { uids, shownAs });
  }
  const tabled = throughTables(plain.value, lookup);
  const shownAs = { window: tabled.window, isRescaled: false };
  return written(dataSet.value, tabled.frame, { uids, shownAs });
}

function unfit(keyword: string): Result<never, RefusalReason> {
  return failed({ kind: "unsupportedPixelLayout", keyword });
}

function windowIn(dataSet: DicomDataSet): GrayscaleWindow | null {
  const header = new HeaderReader(dataSet);
  const center = header.number(tags.WindowCenter);
  const width = header.number(tags.WindowWidth);
  return center === null || width === null ? null : { center, width };
}

function unfitFrame(dataSet: DicomDataSet, frame: PlainFrame): string | null {
  if (!/^MONOCHROME[12]$/.test(frame.photometricInterpretation))
    return "PhotometricInterpretation";
  if (frame.samplesPerPixel !== 1) return "SamplesPerPixel";
  if (frame.bitsStored < 8 || frame.bitsStored > 16) return "BitsStored";
  const header = new HeaderReader(dataSet);
  return (header.number(tags.NumberOfFrames) ?? 1) > 1
    ? "NumberOfFrames"
    : null;
}

function written(
  dataSet: DicomDataSet,
  frame: PlainFrame,
  { uids, shownAs }: { readonly uids: FilmUIDs; readonly shownAs: ShownAs },
): Result<Uint8Array<ArrayBuffer>, RefusalReason> {
  const sopClassUID = new HeaderReader(dataSet).ascii(tags.SOPClassUID);
  const meta = encodeFileMeta({
    mediaStorageSOPClassUID: sopClassUID,
    mediaStorageSOPInstanceUID: uids.instance,
    transferSyntaxUID: ExplicitVRLittleEndian,
    implementationClassUID,
    implementationVersionName,
  });
  if (!meta.ok) return meta;
  const elements = [
    ...identityElements(sopClassUID, uids),
    ...describedElements(new HeaderReader(dataSet), shownAs),
    ...pixelElements(frame),
  ].sort((a, b) => a.tag - b.tag);
  const body = encodeElements(elements, valueEncodings.explicitLE);
  return body.ok ? success(concatenate([meta.value, body.value])) : body;
}

function identityElements(
  sopClassUID: string,
  uids: FilmUIDs,
): readonly ElementToWrite[] {
  return [
    text(tags.SOPClassUID, "UI", sopClassUID),
    text(tags.SOPInstanceUID, "UI", uids.instance),
    text(tags.StudyInstanceUID, "UI", uids.study),
    text(tags.SeriesInstanceUID, "UI", uids.series),
    text(tags.PatientIdentityRemoved, "CS", "YES"),
  ];
}

/** Words that may be written, by attribute: a header can hold anything in their place. */
const knownWords: ReadonlyMap<Tag, readonly string[]> = new Map([
  [tags.Modality, ["CR", "DX"]],
  [tags.BodyPartExamined, ["CHEST"]],
  [tags.ViewPosition, ["PA", "AP"]],
  [tags.PresentationLUTShape, ["IDENTITY", "INVERSE"]],
  [tags.VOILUTFunction, ["LINEAR", "LINEAR_EXACT", "SIGMOID"]],
]);

function describedElements(
  header: HeaderReader,
  { window, isRescaled }: ShownAs,
): readonly ElementToWrite[] {
  const words = [...knownWords].flatMap(([tag, known]) => {
    const value = header.ascii(tag).toUpperCase();
    return known.includes(value) ? [text(tag, "CS", value)] : [];
  });
  // Written as decimal strings: without them the reading changes.
  const decimals: readonly (readonly [Tag, number | null])[] = [
    [tags.WindowCenter, window?.center ?? null],
    [tags.WindowWidth, window?.width ?? null],
    ...(isRescaled
      ? [tags.RescaleIntercept, tags.RescaleSlope].map(
          (tag) => [tag, header.number(tag)] as const,
        )
      : []),
  ];
  const numbers = decimals.flatMap(([tag, value]) =>
    value === null || !Number.isFinite(value)
      ? []
      : [text(tag, "DS", decimalString(value))],
  );
  return [...words, ...numbers];
}

/** At most 16 characters (PS3.5 6.2). */
function decimalString(value: number): string {
  const plain = String(value);
  return plain.length <= 16 ? plain : value.toExponential(8);
}

function pixelElements(frame: PlainFrame): readonly ElementToWrite[] {
  const { samples, bitsStored } = frame;
  const word = (tag: Tag, value: number): ElementToWrite => ({
    tag,
    vr: "US",
    value: numberValue("US", [value]),
  });
  return [
    word(tags.SamplesPerPixel, 1),
    text(tags.PhotometricInterpretation, "CS", frame.photometricInterpretation),
    word(tags.Rows, frame.rows),
    word(tags.Columns, frame.columns),
    word(tags.BitsAllocated, samples.BYTES_PER_ELEMENT * 8),
    word(tags.BitsStored, bitsStored),
    word(tags.HighBit, bitsStored - 1),
    word(tags.PixelRepresentation, frame.isSigned ? 1 : 0),
    {
      tag: tags.PixelData,
      vr: samples.BYTES_PER_ELEMENT > 1 ? "OW" : "OB",
      value: littleEndianBytes(samples),
    },
  ];
}

function text(tag: Tag, vr: string, value: string): ElementToWrite {
  return { tag, vr, value: textValue(value) };
}
