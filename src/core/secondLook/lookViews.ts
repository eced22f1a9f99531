// Readings as they are shown: sorted, named, and side by side. Pure.
import {
  findingLabels,
  nonFindingLabels,
} from "../../shared/secondLookLabels.ts";
import type {
  ComparedLook,
  FilmPlace,
  LookAlgorithm,
  LookComparison,
  LookLine,
  LookProbability,
  LookView,
  SavedLook,
} from "../../shared/secondLook.ts";

const findings = new Map(findingLabels.map((label) => [label.key, label]));

/** A reading for the screen, with where its film stands now: the highest value first, what was not reported last and in the contract's order. */
export function lookView(
  look: SavedLook,
  filmPlace: FilmPlace | null,
): LookView {
  const { probabilities, lookId, algorithm, reader, askedAtMs } = look;
  const { urgency, otherFields } = look;
  const lines = probabilities.map((each) => lookLine(each, algorithm));
  return {
    lookId,
    algorithm,
    reader,
    askedAtMs,
    filmPlace,
    urgency,
    otherFields,
    credit: look.credit ?? null,
    findings: lines
      .filter(({ label }) => findings.has(label))
      .sort((a, b) => (b.probability ?? -1) - (a.probability ?? -1)),
    nonFindings: lines.filter(({ label }) => !findings.has(label)),
  };
}

function lookLine(
  { label, probability }: LookProbability,
  algorithm: LookAlgorithm,
): LookLine {
  const known = findings.get(label);
  return {
    label,
    name: nameOf(label, algorithm),
    probability,
    urgencyClass: known?.urgencyClass ?? null,
  };
}

/** Each algorithm's findings go by its own names (contract section 5.3). */
function nameOf(label: string, algorithm: LookAlgorithm): string {
  const known = findings.get(label);
  if (known === undefined) return nonFindingLabels.get(label) ?? label;
  return algorithm === "report"
    ? (known.inReports?.name ?? known.name)
    : known.name;
}

/** The newest reading of each film beside the newest one of a report by the same reader; the film that was read last stands first. */
export function compareLooks(
  looks: readonly LookView[],
): readonly LookComparison[] {
  const newestFirst = looks.toSorted((a, b) => b.askedAtMs - a.askedAtMs);
  const seen = new Set<string>();
  return newestFirst.flatMap((film) => {
    // A film that has left the case cannot be told from another one that has.
    if (film.algorithm !== "image" || film.filmPlace === null) return [];
    const report = newestFirst.find(
      ({ algorithm, reader }) =>
        algorithm === "report" && reader === film.reader,
    );
    const { filmId } = film.filmPlace;
    if (report === undefined || seen.has(filmId)) return [];
    seen.add(filmId);
    return [comparison(film, report)];
  });
}

function comparison(film: LookView, report: LookView): LookComparison {
  const rows = findingLabels.map(({ key }) => ({
    label: key,
    imageName: nameOf(key, "image"),
    reportName: nameOf(key, "report"),
    image: valueOf(film, key),
    report: valueOf(report, key),
  }));
  return {
    reader: film.reader,
    film: compared(film),
    report: compared(report),
    rows: rows.sort((a, b) => highest(b) - highest(a)),
  };
}

function compared({ lookId, askedAtMs, filmPlace }: LookView): ComparedLook {
  return { lookId, askedAtMs, filmPlace };
}

function highest(row: LookComparison["rows"][number]): number {
  return Math.max(row.image ?? -1, row.report ?? -1);
}

function valueOf(look: LookView, label: string): number | null {
  return (
    look.findings.find((each) => each.label === label)?.probability ?? null
  );
}
