// Verifies a copy of a verified file that lacks an element, made when the words of its patient are no longer at hand.
import type { RefusalReason } from "../../shared/failure.ts";
import { failed, type Result } from "../../shared/result.ts";
import { readDataSet } from "../dicom/readDataSet.ts";
import type { ByteSource } from "../ports/byteSource.ts";
import { patientWordSearch } from "./patientWordSearch.ts";
import { removedThoughKept } from "./policy/stricterLayer.ts";
import { verifyDeid } from "./verifyDeid.ts";

/**
 * Checks the copy as any file that was written, but for the words of the patient: those were looked for in the original, of
 * which the copy is a part. Free text that stands in the original was kept by the user, and may stand in the copy.
 */
export async function verifyCopy(
  original: ByteSource,
  copy: ByteSource,
): Promise<Result<null, RefusalReason>> {
  const read = await readDataSet(original);
  if (!read.ok) return failed({ kind: "residue", tags: ["preamble"] });
  const keptFreeText = new Set(
    read.value.elements
      .map(({ tag }) => tag)
      .filter((tag) => removedThoughKept.has(tag)),
  );
  const identifiers = { words: patientWordSearch([]), uids: new Set<string>() };
  return verifyDeid(copy, identifiers, null, keptFreeText);
}
