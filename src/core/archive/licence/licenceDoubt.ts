// Licences of one series that contradict each other: what each place names, which allows less, and what the user decided (reference section 11).
import type {
  LicenceDecision,
  LicenceDoubt,
  LicenceNotice,
  LicencePlace,
  LicenceVerdict,
  NamedLicence,
} from "../../../shared/archive.ts";
import {
  isOpen,
  namedByArchives,
  strictness,
  stricterThan,
  type ListedLicence,
} from "./licenceElsewhere.ts";
import { licenceVerdict, licenceVerdictWithFile } from "./licenceGate.ts";

/** What is known of the licence of a series that has come. */
export interface LicenceFacts extends ListedLicence {
  /** As the LICENSE file of the download has it; null if it has none. */
  readonly licenceFile: LicenceNotice | null;
  readonly verdict: LicenceVerdict;
  readonly decision: LicenceDecision;
}

/**
 * Verdict and decision once the LICENSE file was read. The file is held against the list of the archive that it comes from; what
 * another archive names counts where it allows less. What the user found out by hand before does not hold against a file that says
 * otherwise, which nobody had seen, nor where another archive allows less.
 */
export function judgedWithFile(
  listed: ListedLicence,
  licenceFile: LicenceNotice | null,
  decision: LicenceDecision,
): Pick<LicenceFacts, "verdict" | "decision"> {
  const verdict = strictestVerdict(listed, licenceFile);
  const { resolvedLicence } = decision;
  if (resolvedLicence === null || !isOpen(verdict))
    return { verdict, decision };
  const resolved = licenceVerdict(resolvedLicence);
  const isAsInFile =
    licenceFile === null || isSameTerms(resolved, licenceVerdict(licenceFile));
  if (isAsInFile && stricterThan(resolvedLicence, listed) === null)
    return { verdict, decision };
  return {
    verdict: {
      kind: "blocked",
      reason: "disagree",
      licence: resolved.licence,
    },
    decision: {
      ...decision,
      resolvedLicence: null,
      foundBefore: resolvedLicence,
    },
  };
}

function strictestVerdict(
  listed: ListedLicence,
  licenceFile: LicenceNotice | null,
): LicenceVerdict {
  const { own, elsewhere } = namedByArchives(listed);
  const verdict = licenceVerdictWithFile(own, licenceFile);
  if (elsewhere === null) return verdict;
  const other = licenceVerdict(elsewhere);
  return strictness(other) > strictness(verdict) ? other : verdict;
}

function isSameTerms(one: LicenceVerdict, other: LicenceVerdict): boolean {
  return one.kind === other.kind && one.licence === other.licence;
}

/** The doubt about a series; null for one whose licences do not contradict each other. */
export function licenceDoubt(facts: LicenceFacts): LicenceDoubt | null {
  const { licenceFile, verdict, decision } = facts;
  if (verdict.kind !== "blocked" || verdict.reason !== "disagree") return null;
  const { resolvedLicence, resolvedBecause = "", foundBefore } = decision;
  const { own, elsewhere } = namedByArchives(facts);
  const isNews =
    foundBefore !== undefined &&
    !isSameTerms(licenceVerdict(foundBefore), licenceVerdict(own));
  const named = (
    [
      ["list", own],
      ["elsewhere", elsewhere],
      ["hand", isNews ? foundBefore : null],
      ["file", licenceFile],
    ] as const
  ).flatMap(([place, licence]) => namedIn(place, licence, facts));
  return {
    named,
    stricter: stricterOf(named),
    settled:
      resolvedLicence === null
        ? null
        : { licence: resolvedLicence, because: resolvedBecause },
  };
}

function namedIn(
  place: LicencePlace,
  licence: LicenceNotice | null,
  listed: ListedLicence,
): NamedLicence[] {
  return licence === null ||
    (licence.name.trim() === "" && licence.uri.trim() === "")
    ? []
    : [
        {
          place,
          licence,
          verdict: licenceVerdict(licence),
          mayHold: stricterThan(licence, listed) === null,
        },
      ];
}

function stricterOf(named: readonly NamedLicence[]): LicencePlace | null {
  const ordered = named.toSorted(
    (one, other) => strictness(other.verdict) - strictness(one.verdict),
  );
  const [strictest, mildest] = [ordered[0], ordered.at(-1)];
  if (strictest === undefined || mildest === undefined) return null;
  return strictness(strictest.verdict) > strictness(mildest.verdict)
    ? strictest.place
    : null;
}
