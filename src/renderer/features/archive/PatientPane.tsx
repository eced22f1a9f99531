// One subject: its studies with their series.
import { ShoppingBasket } from "lucide-react";
import type { ReactNode } from "react";
import type { ArchiveStudy } from "../../../shared/archive.ts";
import { countOf, formatCount } from "../../../shared/messages/quantities.ts";
import type { OfferedSeries } from "../../../shared/publicArchive.ts";
import { Button } from "../../controls/Button.tsx";
import { Answer } from "./Answer.tsx";
import styles from "./Archive.module.css";
import { addToCart } from "./archiveCommands.ts";
import { useArchiveState, type SubjectFilters } from "./archiveState.ts";
import { SeriesRows } from "./SeriesRows.tsx";
import { subjectAge } from "./subjectAge.ts";
import { useArchiveAnswer } from "./useArchiveAnswer.ts";

/** The right column of browsing. */
export function PatientPane({
  collection,
  patientId,
}: {
  readonly collection: string;
  readonly patientId: string;
}): ReactNode {
  const studies = useArchiveAnswer({ kind: "studies", collection, patientId });
  const series = useArchiveAnswer({ kind: "series", collection, patientId });
  return (
    <>
      <div className={styles.columnHead}>
        <h3 className={styles.heading}>{patientId}</h3>
        <p className={styles.quiet}>
          Dates are shifted by the archive: they keep the intervals, not the
          days.
        </p>
      </div>
      <div className={styles.studies} data-scroller>
        <Answer
          state={series}
          what="series"
          empty="No series of this subject is open to everybody."
        >
          {(all) => (
            <Studies
              series={all}
              studies={studies.kind === "ready" ? studies.value : []}
            />
          )}
        </Answer>
      </div>
    </>
  );
}

function Studies({
  series,
  studies,
}: {
  readonly series: readonly OfferedSeries[];
  readonly studies: readonly ArchiveStudy[];
}): ReactNode {
  const filters = useArchiveState((state) => state.filters);
  const grouped = byStudy(series);
  return [...grouped].map(([uid, ofStudy]) => {
    const study = studies.find((each) => each.studyInstanceUID === uid);
    const shown = ofStudy.filter((each) => fits(each, filters));
    const hidden = ofStudy.length - shown.length;
    return (
      <section key={uid} className={styles.study}>
        <div className={styles.studyHead}>
          <div className={styles.headWords}>
            <h4 className={styles.studyTitle}>
              {study?.description === undefined || study.description === ""
                ? "Study"
                : study.description}
            </h4>
            <p className={styles.quiet}>
              {[
                study?.date.iso ?? "",
                subjectAge(study?.patientAge ?? ""),
                countOf(shown.length, "series", "series"),
                hidden > 0
                  ? `${formatCount(hidden)} not fitting the filters`
                  : "",
              ]
                .filter((fact) => fact !== "")
                .join(" · ")}
            </p>
          </div>
          {shown.length > 1 && (
            <Button
              size="small"
              look="quiet"
              icon={ShoppingBasket}
              onClick={() =>
                void addToCart(
                  shown.map(({ seriesInstanceUID }) => seriesInstanceUID),
                )
              }
            >
              Add all {formatCount(shown.length)}
            </Button>
          )}
        </div>
        <SeriesRows
          label={study?.description ?? "Series of the study"}
          series={shown}
        />
      </section>
    );
  });
}

/** Species is the subject's; the rest each series has its own. */
function fits(series: OfferedSeries, filters: SubjectFilters): boolean {
  const { modality, bodyPart, manufacturer } = filters;
  return (
    (modality === "" || series.modality === modality) &&
    (bodyPart === "" || series.bodyPart === bodyPart) &&
    (manufacturer === "" ||
      series.manufacturer === "" ||
      series.manufacturer === manufacturer)
  );
}

function byStudy(
  series: readonly OfferedSeries[],
): ReadonlyMap<string, readonly OfferedSeries[]> {
  const studies = new Map<string, readonly OfferedSeries[]>();
  for (const each of series) {
    const known = studies.get(each.studyInstanceUID) ?? [];
    studies.set(each.studyInstanceUID, [...known, each]);
  }
  return studies;
}
