// Transfer syntaxes (PS3.5 section 10 and annex A) that change how a file is read.
import type { ValueEncoding } from "./dataSet.ts";

export const ImplicitVRLittleEndian = "1.2.840.10008.1.2";
export const ExplicitVRLittleEndian = "1.2.840.10008.1.2.1";
export const DeflatedExplicitVRLittleEndian = "1.2.840.10008.1.2.1.99";
export const ExplicitVRBigEndian = "1.2.840.10008.1.2.2";

const implicitLE: ValueEncoding = { isExplicitVR: false, isBigEndian: false };
const explicitLE: ValueEncoding = { isExplicitVR: true, isBigEndian: false };
const explicitBE: ValueEncoding = { isExplicitVR: true, isBigEndian: true };

/** The three ways a data set is written. Compared by identity. */
export const valueEncodings = { implicitLE, explicitLE, explicitBE } as const;

/** How a data set of this transfer syntax is written; null for a UID outside the standard's list. */
export function encodingOf(transferSyntaxUID: string): ValueEncoding | null {
  switch (transferSyntaxUID) {
    case ImplicitVRLittleEndian:
      return implicitLE;
    case ExplicitVRBigEndian:
      return explicitBE;
    default:
      // Everything else below the standard's root is explicit little endian (PS3.5 A.4).
      return /^1\.2\.840\.10008\.1\.2(\.[0-9.]+)?$/.test(transferSyntaxUID)
        ? explicitLE
        : null;
  }
}

/** The plain transfer syntax of an encoding, for files whose own is missing or wrong. */
export function plainTransferSyntaxOf(encoding: ValueEncoding): string {
  if (!encoding.isExplicitVR) return ImplicitVRLittleEndian;
  return encoding.isBigEndian ? ExplicitVRBigEndian : ExplicitVRLittleEndian;
}

/** True where Pixel Data is not in fragments: implicit, explicit, big endian, deflated. */
export function isUncompressed(transferSyntaxUID: string): boolean {
  return (
    transferSyntaxUID === ImplicitVRLittleEndian ||
    transferSyntaxUID === ExplicitVRLittleEndian ||
    transferSyntaxUID === ExplicitVRBigEndian ||
    transferSyntaxUID === DeflatedExplicitVRLittleEndian
  );
}
