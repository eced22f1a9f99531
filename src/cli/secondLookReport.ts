// What `casedrop second-look` prints: a reading as a table or as JSON, always under its label.
import type { Log } from "../core/ports/log.ts";
import {
  filmPlaceWords,
  lookOriginWords,
  lookText,
} from "../shared/messages/lookText.ts";
import {
  lookBanner,
  lookCitation,
  lookProblemWords,
} from "../shared/messages/secondLookWords.ts";
import type {
  ComparedLook,
  FilmView,
  LookComparison,
  LookProblem,
  LookView,
  ReportFinding,
} from "../shared/secondLook.ts";

/** One reading with everything that must never be parted from it (contract section 7). */
export function lookDocument(look: LookView) {
  const askedAt = new Date(look.askedAtMs).toISOString();
  return {
    label: lookBanner,
    origin: lookOriginWords(look.reader, askedAt),
    algorithm: look.algorithm,
    reader: look.reader,
    askedAt,
    film: look.algorithm === "image" ? filmPlaceWords(look.filmPlace) : null,
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
    filmCredit: look.credit,
    citation: lookCitation,
  };
}

/** A film beside a report, marked like each of the two. */
export function comparisonDocument(comparison: LookComparison) {
  const { film, report, reader, rows } = comparison;
  const origin = ({ askedAtMs }: ComparedLook) =>
    lookOriginWords(reader, new Date(askedAtMs).toISOString());
  return {
    label: lookBanner,
    reader,
    film: { origin: origin(film), place: filmPlaceWords(film.filmPlace) },
    report: { origin: origin(report) },
    // Null: not reported, which is not zero.
    rows,
    citation: lookCitation,
  };
}

/** The reading as text. */
export function lookLines(look: LookView): string {
  return `${lookText(look)}\n`;
}

/** A problem in one paragraph; the beginning of an answer that was not understood behind it (contract section 5.1). */
export function problemLine(problem: LookProblem): string {
  const { title, why, whatNext } = lookProblemWords(problem);
  const said =
    problem.kind === "notUnderstood" && problem.text !== ""
      ? ` The beginning of the answer: ${problem.text.replaceAll(/\s+/g, " ")}`
      : "";
  return `${title}. ${why} ${whatNext}${said}`;
}

/** What stays here of one sending: when, which algorithm, the hash of what went, and the status (contract section 6). */
export function auditLine(
  facts: Parameters<Log["write"]>[2],
  atMs: number,
): string {
  const { algorithm = "", reader = "", status = null } = facts ?? {};
  const hash = Array.from("ABCDEFGH", (part) =>
    Number(facts?.[`sentHash${part}`]).toString(16).padStart(8, "0"),
  ).join("");
  return `Asked ${String(reader)} (${String(algorithm)}), ${new Date(atMs).toISOString()}: SHA-256 ${hash}, ${status === null ? "no answer" : `status ${String(status)}`}`;
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
