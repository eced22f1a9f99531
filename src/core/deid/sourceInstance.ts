// One DICOM file made ready for planning: its data set, where its frames are, and the strings that identify its patient.
import type { RefusalReason } from "../../shared/failure.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import type { DicomDataSet } from "../dicom/dataSet.ts";
import { readDataSet, type HeaderFailure } from "../dicom/readDataSet.ts";
import type { ByteSource } from "../ports/byteSource.ts";
import {
  encapsulatedFrames,
  type FrameFragments,
} from "../pixels/encapsulatedFrames.ts";
import { collectIdentifiers, type PatientIdentifiers } from "./identifiers.ts";
import { PatientWordSearches } from "./patientWordSearch.ts";
import { pixelRoute } from "./pixelRoute.ts";

/** What the planner needs of a file; read once, also if many frames are made from it. */
export interface SourceInstance {
  readonly dataSet: DicomDataSet;
  /** Of encapsulated Pixel Data, the fragments of every frame; empty for native. */
  readonly frames: readonly FrameFragments[];
  readonly identifiers: PatientIdentifiers;
}

/**
 * Reads a file for planning; `searches` know the words of its case. Fails early where its transfer syntax or pixels can
 * never be sent.
 */
export async function readSourceInstance(
  source: ByteSource,
  searches = new PatientWordSearches([]),
): Promise<Result<SourceInstance, RefusalReason>> {
  const read = await readDataSet(source);
  if (!read.ok) return failed(refusalOf(read.failure));
  const dataSet = read.value;
  const route = pixelRoute(dataSet);
  if (route.kind === "refused") return failed(route.reason);
  const identifiers = collectIdentifiers(dataSet, searches);
  if (route.kind === "native")
    return success({ dataSet, frames: [], identifiers });
  const encapsulated = await encapsulatedFrames(source, dataSet);
  return encapsulated.ok
    ? success({ dataSet, frames: encapsulated.value.frames, identifiers })
    : encapsulated;
}

/** A file that was read as DICOM when it was scanned, and is not any more, is damaged. */
function refusalOf(failure: HeaderFailure): RefusalReason {
  switch (failure.kind) {
    case "damaged":
      return { kind: "header", problem: failure.problem };
    case "empty":
      return { kind: "header", problem: "truncated" };
    case "notDicom":
    case "acrNema":
      return { kind: "header", problem: "badStructure" };
    case "unreadable":
      return failure;
  }
}
