// Identifiers that cross the border between the processes. None of them is, or contains, a value of the patient.
import type { Brand } from "./brand.ts";

/** A case on this computer: random, made once when the draft is created. */
export type CaseId = Brand<string, "CaseId">;
/** A study inside a case: a short digest of its Study Instance UID, so that the window never needs the UID. */
export type StudyKey = Brand<string, "StudyKey">;
/** A stack (ordered display group) inside a case: a short digest of Series Instance UID and split criteria, stable across scans. */
export type StackId = Brand<string, "StackId">;
/** Lower-case hexadecimal SHA-256, 64 characters. */
export type Sha256Hex = Brand<string, "Sha256Hex">;
