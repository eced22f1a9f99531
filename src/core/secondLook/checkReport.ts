// Checks a report before it may be sent: words of the patient and whatever looks like a person, a date or a number (contract section 6). Pure.
import { failed, success, type Result } from "../../shared/result.ts";
import type { ReportFinding } from "../../shared/secondLook.ts";
import type { PatientWords } from "../patientWords/patientWords.ts";
import { WordMatcher } from "../patientWords/wordMatcher.ts";
import { partsToReview } from "../typedWords/checkTypedText.ts";
import { reportPatterns } from "./reportPatterns.ts";

/** Longest report that is taken at all, in UTF-16 units; the reader cuts far earlier. */
const longestReport = 20_000;

/** A report as it would be sent, with what was found in it. */
export interface CheckedReport {
  readonly text: string;
  readonly findings: readonly ReportFinding[];
  readonly words: number;
}

/** Line feeds only, no byte order mark, nothing around the text, no invisible characters (contract section 4.2). */
export function plainReport(text: string): string {
  return text
    .normalize("NFC")
    .replace(/\r\n?/g, "\n")
    .replace(
      /[\u0000-\u0008\u000b-\u001f\u007f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]/g,
      "",
    )
    .trim();
}

/** What was found in a report, in the text as it would be sent. */
export function checkReport(
  typed: string,
  patientWords: PatientWords,
): CheckedReport {
  const text = plainReport(typed);
  const seen = new Map<string, number>();
  const findings = partsToReview(
    text,
    new WordMatcher(patientWords),
    reportPatterns(text),
  ).map(({ kind, start, end }) => {
    const said = `${kind} ${text.slice(start, end)}`;
    const occurrence = (seen.get(said) ?? 0) + 1;
    seen.set(said, occurrence);
    return { findingId: `${said} ${occurrence}`, kind, start, end };
  });
  const words = text === "" ? 0 : text.split(/\s+/).length;
  return { text, findings, words };
}

/** The bytes to send, or why not: empty, too long, or with findings that are neither gone nor accepted. Words of the patient cannot be accepted. */
export function reportBytes(
  checked: CheckedReport,
  accepted: readonly string[],
): Result<Uint8Array, "empty" | "tooLong" | "findings"> {
  const { text, findings } = checked;
  if (text === "") return failed("empty");
  if (text.length > longestReport) return failed("tooLong");
  const isOpen = findings.some(
    ({ kind, findingId }) =>
      kind === "patientWord" || !accepted.includes(findingId),
  );
  return isOpen ? failed("findings") : success(new TextEncoder().encode(text));
}
