// Reads the header of one DICOM file: everything before Pixel Data, and where Pixel Data lies. Never reads Pixel Data.
//
// Invariants:
// 1. Nothing is thrown for any content of the file, and memory is bounded (headBytes.ts, maxInflatedBytes).
// 2. Every element before Pixel Data is in the result, or the whole file is a failure that says why.
// 3. A file whose Pixel Data is shorter than it claims is not a failure: `totalSizeBytes` tells.
import type { HeaderProblem } from "../../shared/failure.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import type { ByteSource } from "../ports/byteSource.ts";
import type { DicomDataSet, DicomElement, ValueEncoding } from "./dataSet.ts";
import { undefinedLength, type ElementHead } from "./elementHead.ts";
import * as tags from "./generated/tags.ts";
import { HeadBytes, type GrowingBytes, type HeadFailure } from "./headBytes.ts";
import { inflateDataSet } from "./inflateDataSet.ts";
import { readRun } from "./readRun.ts";
import {
  encodingAt,
  metaEncodingAt,
  recogniseBeginning,
  type FileBeginning,
} from "./recogniseDicom.ts";
import {
  DeflatedExplicitVRLittleEndian,
  encodingOf,
  isUncompressed,
} from "./transferSyntaxes.ts";
import {
  codestreamHeadBytes,
  trueTransferSyntax,
} from "./trueTransferSyntax.ts";

/** Why a file gave no data set. */
export type HeaderFailure =
  | { readonly kind: "notDicom" }
  | { readonly kind: "empty" }
  /** The predecessor of DICOM (1985, 1988): no UIDs, so there is nothing to group by. */
  | { readonly kind: "acrNema" }
  | { readonly kind: "damaged"; readonly problem: HeaderProblem }
  | { readonly kind: "unreadable"; readonly code: string };

/** Largest deflated data set, packed or unpacked; guards against small files that unpack to fill the memory. */
const maxInflatedBytes = 256 * 1024 * 1024;

/** What is known before the data set proper. */
interface Beginning {
  readonly hasPreamble: boolean;
  readonly meta: readonly DicomElement[];
  /** Empty if not said. */
  readonly declaredUID: string;
  /** Where the data set starts. */
  readonly offset: number;
  /** Set where it had to be found out to recognise the file at all. */
  readonly knownEncoding: ValueEncoding | null;
}

/**
 * Reads the header of a DICOM file (PS3.10, also without preamble or file meta), in reads of 64 KiB and more as needed.
 * A deflated data set is inflated whole. The source stays open.
 */
export async function readDataSet(
  source: ByteSource,
): Promise<Result<DicomDataSet, HeaderFailure>> {
  if (source.sizeBytes === 0) return failed({ kind: "empty" });
  const head = new HeadBytes(source);
  const loaded = await head.loadFirst();
  if (!loaded.ok) return loaded;
  const beginning = recogniseBeginning(head.bytes, source.sizeBytes);
  switch (beginning.kind) {
    case "notDicom":
      return failed({ kind: "notDicom" });
    case "nothingAfterPrefix":
      return failed({ kind: "damaged", problem: "truncated" });
    case "fileMeta":
    case "bareDataSet":
      return await readRecognised(source, head, beginning);
  }
}

async function readRecognised(
  source: ByteSource,
  head: HeadBytes,
  found: Extract<FileBeginning, { kind: "fileMeta" | "bareDataSet" }>,
): Promise<Result<DicomDataSet, HeaderFailure>> {
  const { hasPreamble, offset } = found;
  if (found.kind === "bareDataSet") {
    const knownEncoding = found.encoding;
    const bare = { hasPreamble, meta: [], declaredUID: "", offset };
    return await readElements(
      { head, fileSize: source.sizeBytes },
      { ...bare, knownEncoding },
    );
  }
  const run = await readRun(
    { head, fileSize: source.sizeBytes },
    {
      offset,
      encoding: metaEncodingAt(head.bytes, offset),
      isFileMeta: true,
    },
  );
  if (!run.ok) return run;
  const meta = run.value.elements;
  const beginning = {
    hasPreamble,
    meta,
    declaredUID: declaredTransferSyntax(head.bytes, meta),
    offset: run.value.endOffset,
    knownEncoding: null,
  };
  if (beginning.declaredUID !== DeflatedExplicitVRLittleEndian)
    return await readElements({ head, fileSize: source.sizeBytes }, beginning);
  const inflated = await inflateDataSet(source, head, {
    offset: beginning.offset,
    maxBytes: maxInflatedBytes,
  });
  if (!inflated.ok) return inflated;
  return await readElements(
    { head: inflated.value, fileSize: inflated.value.bytes.length },
    beginning,
  );
}

/** The data set proper, once its beginning is known. */
async function readElements(
  file: { readonly head: GrowingBytes; readonly fileSize: number },
  beginning: Beginning,
): Promise<Result<DicomDataSet, HeaderFailure>> {
  const { head, fileSize } = file;
  const { hasPreamble, meta, declaredUID, offset } = beginning;
  const declared = encodingOf(declaredUID);
  // Near the end of what is loaded there may be too little to judge by.
  if (offset + 512 > head.bytes.length && head.bytes.length < fileSize) {
    const grown = await head.growTo(Math.min(offset + 512, fileSize));
    if (!grown.ok) return grown;
  }
  const encoding =
    beginning.knownEncoding ??
    encodingAt(head.bytes, fileSize, { offset, declared });
  if (encoding === null)
    return failed({
      kind: "damaged",
      problem:
        declared === null && declaredUID !== ""
          ? "unsupportedTransferSyntax"
          : "badStructure",
    });
  const run = await readRun(file, { offset, encoding, isFileMeta: false });
  if (!run.ok) return run;
  const { elements, pixelData } = run.value;
  if (meta.length === 0 && isAcrNema(head.bytes, elements))
    return failed({ kind: "acrNema" });
  const loaded = await loadCodestream(file, beginning, pixelData);
  if (!loaded.ok) return loaded;
  const dataSet = {
    bytes: head.bytes,
    isDeflated: declaredUID === DeflatedExplicitVRLittleEndian,
    hasPreamble,
    meta,
    elements,
    transferSyntaxUID: declaredUID,
    encoding,
    pixelData: pixelData === null ? null : locationOf(pixelData),
    totalSizeBytes: fileSize,
  };
  const transferSyntaxUID = trueTransferSyntax(dataSet, declaredUID);
  return success({ ...dataSet, transferSyntaxUID });
}

/**
 * Loads the head of the first codestream, where only that tells the syntax. Where an encapsulated one is declared, what is
 * loaded anyway has to do: nearly every header leaves room for it.
 */
async function loadCodestream(
  {
    head,
    fileSize,
  }: { readonly head: GrowingBytes; readonly fileSize: number },
  { declaredUID }: Beginning,
  pixelData: ElementHead | null,
): Promise<Result<null, HeadFailure>> {
  if (pixelData?.length !== undefinedLength) return success(null);
  const isDeclared =
    encodingOf(declaredUID) !== null && !isUncompressed(declaredUID);
  const until = Math.min(pixelData.valueOffset + codestreamHeadBytes, fileSize);
  return isDeclared || until <= head.bytes.length
    ? success(null)
    : await head.growTo(until);
}

function locationOf(head: ElementHead): DicomDataSet["pixelData"] {
  return {
    tag: head.tag,
    vr: head.vr,
    valueOffset: head.valueOffset,
    valueLength: head.length === undefinedLength ? null : head.length,
  };
}

function declaredTransferSyntax(
  bytes: Uint8Array,
  meta: readonly DicomElement[],
): string {
  return asciiOf(bytes, meta, tags.TransferSyntaxUID).replace(/[\0 ]+$/, "");
}

function isAcrNema(
  bytes: Uint8Array,
  elements: readonly DicomElement[],
): boolean {
  return asciiOf(bytes, elements, tags.RecognitionCode).startsWith("ACR-NEMA");
}

/** The first 64 bytes of a value of ASCII characters: enough for a UID. */
function asciiOf(
  bytes: Uint8Array,
  elements: readonly DicomElement[],
  tag: number,
): string {
  const element = elements.find((candidate) => candidate.tag === tag);
  if (element === undefined) return "";
  const { valueOffset, valueLength } = element;
  const end = valueOffset + Math.min(valueLength, 64);
  return String.fromCharCode(...bytes.subarray(valueOffset, end));
}
