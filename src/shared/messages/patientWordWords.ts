// What a word of the originals says of the patient, in words for the middle of a sentence. The word itself is never shown.
import type { PatientWordKind } from "../patientWord.ts";

/** With its article. */
export const patientWordKindNames: Readonly<Record<PatientWordKind, string>> = {
  name: "a name of the patient",
  id: "an identification number of the patient",
  birthDate: "the date of birth",
  date: "a date of the examination",
  accession: "an accession number",
  institution: "the name of the institution",
  physician: "a name of the staff",
  address: "an address",
  phone: "a telephone number",
  station: "the name or serial number of a device",
  comment: "a comment",
};

/** For the beginning of a sentence. */
export function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
