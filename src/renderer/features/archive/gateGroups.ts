// Series to be fetched, grouped by what their licences ask, and what the user decided about each group.
import type {
  LicenceDecision,
  LicenceNotice,
  LicenceVerdict,
} from "../../../shared/archive.ts";
import {
  canBeResolved,
  mayBeViewed,
} from "../../../shared/messages/publicArchiveWords.ts";
import type { OfferedSeries } from "../../../shared/publicArchive.ts";

/** Series under one licence. */
export interface GateGroup {
  readonly key: string;
  readonly verdict: LicenceVerdict;
  readonly series: readonly OfferedSeries[];
}

/** What was ticked and chosen in one group. */
export interface GroupChoice {
  readonly isNonCommercial: boolean;
  readonly isViewOnly: boolean;
  /** Key of a resolvable licence; empty: not known. */
  readonly resolved: string;
}

export const noChoice: GroupChoice = {
  isNonCommercial: false,
  isViewOnly: false,
  resolved: "",
};

/** Licences that a user may find out to be the one that holds. */
export const resolvableLicences: Readonly<
  Record<string, LicenceNotice & { readonly isNonCommercial: boolean }>
> = {
  by4: {
    name: "CC BY 4.0",
    uri: "https://creativecommons.org/licenses/by/4.0/",
    isNonCommercial: false,
  },
  by3: {
    name: "CC BY 3.0",
    uri: "https://creativecommons.org/licenses/by/3.0/",
    isNonCommercial: false,
  },
  byNc4: {
    name: "CC BY-NC 4.0",
    uri: "https://creativecommons.org/licenses/by-nc/4.0/",
    isNonCommercial: true,
  },
  byNc3: {
    name: "CC BY-NC 3.0",
    uri: "https://creativecommons.org/licenses/by-nc/3.0/",
    isNonCommercial: true,
  },
};

/** Those that may be published first, those that may not last. */
export function gateGroups(
  series: readonly OfferedSeries[],
): readonly GateGroup[] {
  const groups = new Map<string, GateGroup>();
  for (const each of series) {
    const key = JSON.stringify(each.verdict);
    const known = groups.get(key)?.series ?? [];
    groups.set(key, { key, verdict: each.verdict, series: [...known, each] });
  }
  return [...groups.values()].toSorted(
    (a, b) => rank(a.verdict) - rank(b.verdict),
  );
}

function rank(verdict: LicenceVerdict): number {
  if (verdict.kind === "attribution") return 0;
  if (verdict.kind === "nonCommercial") return 1;
  return canBeResolved(verdict.reason) ? 2 : 3;
}

/** True if the group asks for the word that the use is not commercial. */
export function asksNonCommercial(
  { verdict }: GateGroup,
  { resolved }: GroupChoice,
): boolean {
  return (
    verdict.kind === "nonCommercial" ||
    resolvableLicences[resolved]?.isNonCommercial === true
  );
}

/** What is decided about a group; null if its series stay where they are. */
export function decisionFor(
  group: GateGroup,
  choice: GroupChoice,
): LicenceDecision | null {
  const { verdict } = group;
  const isNonCommercialConfirmed = choice.isNonCommercial;
  const decision = {
    isNonCommercialConfirmed,
    resolvedLicence: null,
    isViewOnly: false,
  };
  if (asksNonCommercial(group, choice) && !isNonCommercialConfirmed)
    return null;
  if (verdict.kind !== "blocked") return decision;
  if (canBeResolved(verdict.reason)) {
    const licence = resolvableLicences[choice.resolved];
    return licence === undefined
      ? null
      : {
          ...decision,
          resolvedLicence: { name: licence.name, uri: licence.uri },
        };
  }
  return mayBeViewed(verdict.reason) && choice.isViewOnly
    ? { ...decision, isViewOnly: true }
    : null;
}
