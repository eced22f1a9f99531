// Readings as they are shown: sorted, named, and side by side. Pure.
import {
  findingLabels,
  nonFindingLabels,
} from "../../shared/secondLookLabels.ts";
import type {
  LookAlgorithm,
  LookComparison,
  LookLine,
  LookProbability,
  LookView,
  SavedLook,
} from "../../shared/secondLook.ts";

const findings = new Map(findingLabels.map((label) => [label.key, label]));

/** A reading for the screen: the highest value first, what was not reported last and in the contract's order. */
export function lookView(look: SavedLook): LookView {
  const { probabilities, lookId, algorithm, reader, askedAtMs } = look;
  const { film, urgency, otherFields } = look;
  const lines = probabilities.map((each) => lookLine(each, algorithm));
  return {
    lookId,
    algorithm,
    reader,
    askedAtMs,
    film,
    urgency,
    otherFields,
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

/** The newest reading of a film beside the newest one of a report; null while there are not both from one reader. */
export function compareLooks(
  looks: readonly SavedLook[],
): LookComparison | null {
  const image = newest(looks, "image");
  const report = newest(looks, "report");
  if (image === null || report === null || image.reader !== report.reader)
    return null;
  const rows = findingLabels.map(({ key }) => ({
    label: key,
    imageName: nameOf(key, "image"),
    reportName: nameOf(key, "report"),
    image: valueOf(image, key),
    report: valueOf(report, key),
  }));
  return {
    imageLookId: image.lookId,
    reportLookId: report.lookId,
    rows: rows.sort((a, b) => highest(b) - highest(a)),
  };
}

function highest(row: LookComparison["rows"][number]): number {
  return Math.max(row.image ?? -1, row.report ?? -1);
}

function newest(
  looks: readonly SavedLook[],
  algorithm: LookAlgorithm,
): SavedLook | null {
  const own = looks.filter((look) => look.algorithm === algorithm);
  return own.reduce<SavedLook | null>(
    (best, look) =>
      best === null || look.askedAtMs > best.askedAtMs ? look : best,
    null,
  );
}

function valueOf(look: SavedLook, label: string): number | null {
  return (
    look.probabilities.find((each) => each.label === label)?.probability ?? null
  );
}
