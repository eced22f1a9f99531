// The licence of one series as two archives list it: where they contradict each other, the stricter one counts.
import type {
  ArchiveSeries,
  LicenceNotice,
  LicenceVerdict,
} from "../../../shared/archive.ts";
import { licenceVerdict } from "./licenceGate.ts";

/** What archives name for one series. */
export type ListedLicence = Pick<
  ArchiveSeries,
  "licence" | "licenceElsewhere" | "isLicenceFromElsewhere"
>;

/**
 * The series, as its own archive lists it, under the stricter of its licence and the one that another archive names for it.
 * Where both are named and are not the same, the other one is kept in `licenceElsewhere`. An archive that names none contradicts
 * nobody.
 */
export function underStricterLicence(
  series: ArchiveSeries,
  elsewhere: LicenceNotice,
): ArchiveSeries {
  const { licence } = series;
  if (!isNamed(elsewhere) || isSameLicence(licence, elsewhere)) return series;
  const isStricter =
    strictness(licenceVerdict(elsewhere)) > strictness(licenceVerdict(licence));
  if (!isStricter) return { ...series, licenceElsewhere: elsewhere };
  return {
    ...series,
    licence: elsewhere,
    isLicenceFromElsewhere: true,
    ...(isNamed(licence) && { licenceElsewhere: licence }),
  };
}

/**
 * The series, as its own archive lists it now, while the other one cannot be asked: what that one was known to name holds until
 * it takes it back.
 */
export function underKnownLicence(
  series: ArchiveSeries,
  known: ListedLicence,
): ArchiveSeries {
  const { own, elsewhere } = namedByArchives(known);
  if (elsewhere === null) return series;
  // Series that were chosen with an earlier release do not say which of both is whose.
  const isExchanged =
    known.isLicenceFromElsewhere !== true &&
    isSameLicence(elsewhere, series.licence);
  return underStricterLicence(series, isExchanged ? own : elsewhere);
}

/** Which licence the series' own archive names, and which one another archive; null where that one does not contradict. */
export function namedByArchives({
  licence,
  licenceElsewhere,
  isLicenceFromElsewhere,
}: ListedLicence): {
  readonly own: LicenceNotice;
  readonly elsewhere: LicenceNotice | null;
} {
  return isLicenceFromElsewhere === true
    ? { own: licenceElsewhere ?? { name: "", uri: "" }, elsewhere: licence }
    : { own: licence, elsewhere: licenceElsewhere ?? null };
}

/**
 * What another archive names for the series, where a licence that somebody says to hold allows more than that: it does not hold
 * then. Null where it may.
 */
export function stricterThan(
  said: LicenceNotice,
  listed: ListedLicence,
): LicenceNotice | null {
  const { elsewhere } = namedByArchives(listed);
  if (elsewhere === null) return null;
  const verdict = licenceVerdict(elsewhere);
  // One that contradicts itself says nothing that could hold.
  return !isOpen(verdict) &&
    strictness(verdict) > strictness(licenceVerdict(said))
    ? elsewhere
    : null;
}

/** Both ask for the same, however they are written. */
export function isSameLicence(
  one: LicenceNotice,
  other: LicenceNotice,
): boolean {
  const [first, second] = [licenceVerdict(one), licenceVerdict(other)];
  return (
    first.kind === second.kind &&
    (first.kind === "blocked" || first.licence === second.licence) &&
    (first.kind !== "blocked" ||
      second.kind !== "blocked" ||
      first.reason === second.reason)
  );
}

/** True for what the user may find out by hand. */
export function isOpen(verdict: LicenceVerdict): boolean {
  return (
    verdict.kind === "blocked" &&
    (verdict.reason === "missing" || verdict.reason === "disagree")
  );
}

/** Greater for what allows less. What the user may find out by hand is less strict than what nobody may send. */
export function strictness(verdict: LicenceVerdict): number {
  if (verdict.kind === "attribution") return 0;
  if (verdict.kind === "nonCommercial") return 1;
  return isOpen(verdict) ? 2 : 3;
}

function isNamed({ name, uri }: LicenceNotice): boolean {
  return name.trim() !== "" || uri.trim() !== "";
}
