// What can be done about a download that failed: tried again as it is, judged anew, or looked for at the archive that mirrors it.
import type { ArchiveFailure, ArchiveSeries } from "../../../shared/archive.ts";

/** True where trying again needs a decision about the licence, because it changed or asks for something that was not said. */
export function asksForLicence(failure: ArchiveFailure): boolean {
  return failure.kind === "listChanged"
    ? failure.change.kind !== "images"
    : failure.kind === "licenceBlocked" ||
        failure.kind === "stricterLicenceElsewhere" ||
        failure.kind === "nonCommercialUnconfirmed";
}

/** Failures of the archive itself, for which Imaging Data Commons may stand in (reference section 4.2). */
const mirrored: readonly ArchiveFailure["kind"][] = [
  "archiveError",
  "archiveBusy",
  "unreachable",
  "connectionLost",
  "stalled",
  "transferTooLong",
  "notAvailable",
  "incompleteAtSource",
];

/** True where the same series may be had from Imaging Data Commons. */
export function mayBeMirrored(
  { source }: Pick<ArchiveSeries, "source">,
  failure: ArchiveFailure,
): boolean {
  return source !== "idc" && mirrored.includes(failure.kind);
}
