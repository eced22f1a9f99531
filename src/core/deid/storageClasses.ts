// SOP classes whose UIDs may stand in an output: those that the standard or a manufacturer has published, so that they tell of no patient.
import { joinedNumberHits } from "./patientNumbers.ts";
import type { PatientWordSearch } from "./patientWordSearch.ts";

/** Storage below the standard's root (PS3.4 table B.5-1, and retired ones); its own components are short, numbers of patients are not. */
const standardStorage =
  /^1\.2\.840\.10008\.5\.1\.(?:1|4\.1\.1|4\.\d{1,2})((?:\.\d{1,3}){1,4})$/;

/**
 * Classes of manufacturers. Each was looked up: nearly all in the dictionary of GDCM 3.0.21, of GE's 4.2 and 4.3 in dicom3tools 20220618
 * too, 4.4 only there, the last two in the lists of PixelMed (SOPClass, 2017) and fo-dicom. DCMTK 3.6.7 and pydicom 2.3.1
 * name none of them.
 */
const privateStorage: ReadonlySet<string> = new Set([
  "1.2.392.200036.9116.7.8.1.1.1", // Toshiba Private Data (ultrasound images)
  "1.2.392.200036.9125.1.1.2", // Fuji Private CR Image
  "1.2.392.200036.9125.1.1.4", // Fuji Private Mammo CR Image
  "1.2.840.113619.4.2", // GE DICOM MR Image Info Object
  "1.2.840.113619.4.3", // GE DICOM CT Image Info Object
  "1.2.840.113619.4.4", // GE DICOM Display Image Info Object
  "1.2.840.113619.4.26", // GE Private 3D Model
  "1.2.840.113619.4.27", // GE Nuclear Medicine (eNTEGRA, Genie)
  "1.2.840.113619.4.30", // GE Advance PET Raw Data
  "1.3.12.2.1107.5.9.1", // Siemens CSA Non-Image
  "1.3.46.670589.2.3.1.1", // Philips Specialised XA Image
  "1.3.46.670589.2.4.1.1", // Philips CX Image
  "1.3.46.670589.5.0.4", // Philips Composite Object
  "1.3.46.670589.5.0.8", // Philips MR Cardio
  "1.3.46.670589.5.0.9", // Philips CT Synthetic Image
  "1.3.46.670589.5.0.10", // Philips MR Synthetic Image
  "1.3.46.670589.5.0.12", // Philips CX Synthetic Image
  "1.3.12.2.1107.5.99.3.10", // Siemens CT MR Volume
  "1.3.12.2.1107.5.99.3.11", // Siemens AX Frame Sets
]);

/**
 * True for a class that may be written as it is; any other UID may hold a number of the patient, and is never repeated. Nor
 * is one whose components are the patient's birth date or number: a class may be made up below the standard's root.
 */
export function isPublishedClass(
  sopClassUID: string,
  words: PatientWordSearch,
): boolean {
  if (privateStorage.has(sopClassUID)) return true;
  const [, components] = standardStorage.exec(sopClassUID) ?? [];
  if (components === undefined) return false;
  const numbers = components.slice(1).split(".");
  return numbers.every((_, start) =>
    numbers.every(
      (_, last) =>
        joinedNumberHits(numbers.slice(start, last + 1), words).length === 0,
    ),
  );
}
