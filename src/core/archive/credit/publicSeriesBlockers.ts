// What licences of public series hold against sending a case: asked before the pixels were fetched, and here again.
import type { Blocker } from "../../../shared/snapshot.ts";
import { mayUpload } from "../licence/licenceGate.ts";
import type { CreditedDataset } from "../licence/attribution.ts";
import { uncredited, withoutCitation } from "./creditInText.ts";
import { creditedDatasets, type PublicSeries } from "./publicSeries.ts";

/**
 * `selectedSeries` holds the Series Instance UID of each selected stack, `texts` what is sent with them. Only what is sent is
 * asked about: a series that stays here needs neither licence nor credit.
 */
export function publicSeriesBlockers(
  publicSeries: readonly PublicSeries[],
  selectedSeries: readonly string[],
  texts: readonly string[],
): readonly Blocker[] {
  const sent = publicSeries.filter(({ seriesInstanceUID }) =>
    selectedSeries.includes(seriesInstanceUID),
  );
  const forbidden = new Map<ForbidsReason, number>();
  for (const series of sent) {
    const reason = licenceForbids(series);
    if (reason === null) continue;
    const stacks = selectedSeries.filter(
      (uid) => uid === series.seriesInstanceUID,
    ).length;
    forbidden.set(reason, (forbidden.get(reason) ?? 0) + stacks);
  }
  const allowed = sent.filter((series) => licenceForbids(series) === null);
  const datasets = creditedDatasets(allowed);
  const missing = uncredited(texts, datasets);
  const uncited = withoutCitation(texts, datasets);
  return [
    ...[...forbidden].map(
      ([reason, stacks]) =>
        ({ kind: "licenceForbids", reason, stacks }) as const,
    ),
    ...(missing.length === 0
      ? []
      : [
          {
            kind: "creditMissing",
            collections: collectionsOf(missing),
          } as const,
        ]),
    ...(uncited.length === 0
      ? []
      : [
          {
            kind: "citationMissing",
            collections: collectionsOf(uncited),
          } as const,
        ]),
  ];
}

function collectionsOf(
  datasets: readonly CreditedDataset[],
): readonly string[] {
  return [...new Set(datasets.map(({ collection }) => collection))];
}

type ForbidsReason = (Blocker & { kind: "licenceForbids" })["reason"];

/** Why this series may not be sent, whatever else is in the case; null if it may. */
export function licenceForbids({
  verdict,
  decision,
}: PublicSeries): ForbidsReason | null {
  const allowed = mayUpload(verdict, decision);
  if (allowed.ok) return null;
  // The gate knows no other failures; what it may come to know forbids as well.
  return allowed.failure.kind === "licenceBlocked"
    ? allowed.failure.reason
    : "nonCommercialUnconfirmed";
}
