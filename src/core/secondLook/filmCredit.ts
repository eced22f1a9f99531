// The credit that goes with a reading of a film from a public archive.
import type { SavedLook } from "../../shared/secondLook.ts";
import { creditedDatasets } from "../archive/credit/publicSeries.ts";
import { creditLine } from "../archive/licence/attribution.ts";
import type { CaseImages } from "./caseFilms.ts";

/** With the film of a public archive goes the credit that it asks for, as it was when it was sent. */
export function creditOf(
  { stacks, publicSeries }: Pick<CaseImages, "stacks" | "publicSeries">,
  { stackId }: NonNullable<SavedLook["film"]>,
): Pick<SavedLook, "credit"> {
  const uid: string | undefined = stacks.find(
    ({ stack }) => stack.id === stackId,
  )?.series.seriesInstanceUID;
  const own = publicSeries.filter(
    ({ seriesInstanceUID }) => seriesInstanceUID === uid,
  );
  const lines = creditedDatasets(own).map(creditLine);
  return lines.length === 0 ? {} : { credit: lines.join(" ") };
}
