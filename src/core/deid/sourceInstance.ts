// One DICOM file made ready for planning: its data set, where its fragments end, and the strings that identify its patient.
import type { RefusalReason } from "../../shared/failure.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import type { DicomDataSet } from "../dicom/dataSet.ts";
import { readDataSet, type HeaderFailure } from "../dicom/readDataSet.ts";
import type { ByteSource } from "../ports/byteSource.ts";
import { findEncapsulatedEnd } from "./encapsulatedEnd.ts";
import { collectIdentifiers, type PatientIdentifiers } from "./identifiers.ts";
import { isEncapsulated, refusedSyntax } from "./pixelPlan.ts";

/** What the planner needs of a file; read once, also if many frames are made from it. */
export interface SourceInstance {
  readonly dataSet: DicomDataSet;
  /** Offset after the fragments of encapsulated Pixel Data; null for native. */
  readonly encapsulatedEnd: number | null;
  readonly identifiers: PatientIdentifiers;
}

/** Reads a file for planning. Fails early where its transfer syntax or pixels can never be sent. */
export async function readSourceInstance(
  source: ByteSource,
): Promise<Result<SourceInstance, RefusalReason>> {
  const read = await readDataSet(source);
  if (!read.ok) return failed(refusalOf(read.failure));
  const dataSet = read.value;
  const refused = refusedSyntax(dataSet);
  if (refused !== null || dataSet.pixelData === null)
    return failed(refused ?? { kind: "noPixelData" });
  let encapsulatedEnd: number | null = null;
  if (isEncapsulated(dataSet)) {
    const end = await findEncapsulatedEnd(
      source,
      dataSet.pixelData.valueOffset,
    );
    if (!end.ok) return end;
    encapsulatedEnd = end.value;
  }
  const identifiers = collectIdentifiers(dataSet);
  return success({ dataSet, encapsulatedEnd, identifiers });
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
