// Writes what the user decided about contradicting licences into the record of a fetched series, from where every case takes it.
import type {
  ArchiveFailure,
  LicenceSettlement,
} from "../../../shared/archive.ts";
import { failed, success, type Result } from "../../../shared/result.ts";
import type { SeriesStore } from "../../ports/seriesStore.ts";
import { licenceDoubt } from "../licence/licenceDoubt.ts";
import { stricterThan } from "../licence/licenceElsewhere.ts";
import { licenceVerdict } from "../licence/licenceGate.ts";
import { readProvenance, withDecision, type Provenance } from "./provenance.ts";

/**
 * The record as it is now. Fails with `notAvailable` for a series that is not in the store, with `licenceNotInDoubt` where
 * nothing contradicts its licence, with `stricterLicenceElsewhere` for a licence that allows more than another archive names, and
 * with `nonCommercialUnconfirmed` for one that needs the user's word.
 */
export async function settleLicence(
  store: Pick<SeriesStore, "find" | "record" | "replaceRecord">,
  seriesInstanceUID: string,
  settlement: LicenceSettlement,
): Promise<Result<Provenance, ArchiveFailure>> {
  const stored = await store.find(seriesInstanceUID);
  if (!stored.ok) return stored;
  if (stored.value === null) return failed({ kind: "notAvailable" });
  const text = await store.record(stored.value);
  if (!text.ok) return text;
  const record = readProvenance(text.value);
  if (record === null)
    return failed({ kind: "recordDamaged", record: "draft" });
  if (licenceDoubt(record) === null)
    return failed({ kind: "licenceNotInDoubt" });
  const { licence, because, isNonCommercialConfirmed } = settlement;
  const stricter = stricterThan(licence, record);
  if (stricter !== null)
    return failed({
      kind: "stricterLicenceElsewhere",
      licence: licenceVerdict(stricter).licence,
    });
  const isNonCommercial = licenceVerdict(licence).kind === "nonCommercial";
  if (isNonCommercial && !isNonCommercialConfirmed)
    return failed({ kind: "nonCommercialUnconfirmed" });
  const decision = {
    ...record.decision,
    isNonCommercialConfirmed:
      isNonCommercialConfirmed || record.decision.isNonCommercialConfirmed,
    resolvedLicence: { ...licence },
    resolvedBecause: because,
  };
  const replaced = await store.replaceRecord(
    stored.value,
    withDecision(record, decision),
  );
  return replaced.ok ? success({ ...record, decision }) : replaced;
}
