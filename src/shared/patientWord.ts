// What words of the originals can tell who the patient is.

/** What a word says of the patient or of those around. */
export type PatientWordKind =
  | "name"
  | "id"
  | "birthDate"
  /** Any other date of the examination. */
  | "date"
  | "accession"
  | "institution"
  | "physician"
  | "address"
  | "phone"
  | "station"
  | "comment";
