// Splitting a case of several patients: whose files each of the cases keeps.
import type { Failure } from "../../shared/failure.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import {
  patientDigests,
  splitByPatient,
  withoutOtherPatients,
  type OtherPatients,
} from "../casefile/patients.ts";
import type {
  GroupedImages,
  ScannedInstance,
  SkippedFile,
} from "../model/stack.ts";
import type { Intake, IntakeDeps, ReadFiles } from "./intake.ts";

/** The files of a case and, per patient, what that patient's case leaves to the others; the first is the case itself. */
export interface PatientShares {
  readonly files: ReadFiles;
  readonly shares: readonly OtherPatients[];
}

/** Shares of a case of several patients; fails for a case of one, and while files are being read. */
export function patientShares(
  { groups, files, isScanning }: Intake,
  before: OtherPatients | undefined,
  newKeyHex: () => string,
): Result<PatientShares, Failure> {
  const parts = splitByPatient(groups.studies);
  if (isScanning || parts.length < 2)
    return failed({
      kind: "invalidInput",
      field: "case",
      problem: isScanning ? "its files are being read" : "one patient only",
    });
  const keyHex = before?.keyHex ?? newKeyHex();
  const digests = parts.map((part) => patientDigests(part, keyHex));
  const shares = parts.map((_, own) => ({
    keyHex,
    digests: [
      ...(before?.digests ?? []),
      ...digests.filter((__, index) => index !== own).flat(),
    ],
  }));
  return success({ files, shares });
}

/** Groups the files of a case that do not belong to other cases; those are left out with that reason. */
export async function groupOwnFiles(
  group: IntakeDeps["group"],
  others: OtherPatients | undefined,
  files: {
    readonly instances: readonly ScannedInstance[];
    readonly skipped: readonly SkippedFile[];
  },
): Promise<GroupedImages> {
  const all = await group(files.instances, files.skipped);
  if (others === undefined) return all;
  const own = withoutOtherPatients(all, others);
  // Anew, so that nothing said of these stacks comes from files of other cases.
  return own.leftOut.length === 0
    ? all
    : await group(own.instances, [...files.skipped, ...own.leftOut]);
}
