// What `casedrop second-look` prints: a reading as a table or as JSON, always under its label.
import {
  lookBanner,
  lookCitation,
  lookProblemWords,
  lookText,
} from "../shared/messages/secondLookWords.ts";
import type {
  FilmView,
  LookProblem,
  LookView,
  ReportFinding,
} from "../shared/secondLook.ts";

/** One reading with everything that must never be parted from it. */
export function lookDocument(look: LookView) {
  return {
    label: lookBanner,
    algorithm: look.algorithm,
    reader: look.reader,
    askedAt: new Date(look.askedAtMs).toISOString(),
    urgencyInReferenceScale: look.urgency,
    // Null: not reported, which is not zero.
    findings: look.findings.map(({ label, name, probability }) => ({
      label,
      name,
      probability,
    })),
    otherLabels: look.nonFindings.map(({ label, name, probability }) => ({
      label,
      name,
      probability,
    })),
    otherFields: look.otherFields,
    citation: lookCitation,
  };
}

/** The reading as text. */
export function lookLines(look: LookView): string {
  return `${lookText(look)}\n`;
}

/** A problem in one paragraph; the reader's own words behind it. */
export function problemLine(problem: LookProblem): string {
  const { title, why, whatNext } = lookProblemWords(problem);
  return `${title}. ${why} ${whatNext}`;
}

/** Where a finding stands in a report, without the words themselves. */
export function findingLine(
  text: string,
  finding: ReportFinding,
  number: number,
): string {
  const before = text.slice(0, finding.start).split("\n");
  const column = (before.at(-1) ?? "").length + 1;
  return `  ${String(number)}. line ${String(before.length)}, column ${String(column)}: ${findingKind(finding)}`;
}

function findingKind({ kind }: ReportFinding): string {
  return kind === "patientWord"
    ? "a word of the patient's files; it has to go"
    : `may name somebody (${kind}); take it out, or let it stand with --let-stand`;
}

/** A film and where it stands among those that were found. */
export function filmLine(film: FilmView, number: number): string {
  const place =
    film.imageCount === 1
      ? ""
      : `, image ${String(film.imageIndex + 1)} of ${String(film.imageCount)}`;
  return `Film ${String(number)}${place}`;
}
