// Subjects that have all of the chosen filters, a page at a time.
import type { ReactNode } from "react";
import { countOf, formatCount } from "../../../shared/messages/quantities.ts";
import { Button } from "../../controls/Button.tsx";
import { Answer } from "./Answer.tsx";
import styles from "./Archive.module.css";
import type { SubjectFilters } from "./archiveState.ts";
import { useSubjectSearch } from "./useSubjectSearch.ts";
import { VirtualList } from "./VirtualList.tsx";

interface SubjectPlace {
  readonly collection: string;
  readonly patientId: string;
}

/** `collections`: where is searched; none are all of them, and the collection of each subject is shown then. */
export function SubjectHits({
  collections,
  filters,
  label,
  empty,
  isChosen,
  onChoose,
}: {
  readonly collections: readonly string[];
  readonly filters: SubjectFilters;
  readonly label: string;
  readonly empty: string;
  readonly isChosen: (place: SubjectPlace) => boolean;
  readonly onChoose: (place: SubjectPlace) => void;
}): ReactNode {
  const search = useSubjectSearch(collections, filters);
  const keyOf = ({ collection, patientId }: SubjectPlace) =>
    `${collection}\n${patientId}`;
  return (
    <Answer
      state={search.state}
      what="subjects"
      empty={empty}
      isEmpty={({ total }) => total === 0}
    >
      {({ hits, total }) => {
        const chosen = hits.find(isChosen);
        return (
          <>
            <p className={styles.count} role="status">
              {hits.length < total
                ? `${formatCount(hits.length)} of ${countOf(total, "subject")}`
                : countOf(total, "subject")}
            </p>
            <VirtualList
              label={label}
              items={hits}
              keyOf={keyOf}
              rowHeight={48}
              chosenKey={chosen === undefined ? null : keyOf(chosen)}
              onChoose={onChoose}
            >
              {(hit) => (
                <>
                  <span className={styles.optionTitle}>{hit.patientId}</span>
                  <span className={styles.quiet}>
                    {[
                      collections.length === 0 ? hit.collection : "",
                      hit.modalities.join(", "),
                      countOf(hit.studies, "study", "studies"),
                      countOf(hit.series, "series", "series"),
                    ]
                      .filter((fact) => fact !== "")
                      .join(" · ")}
                  </span>
                </>
              )}
            </VirtualList>
            {hits.length < total && (
              <div className={styles.more}>
                <Button
                  size="small"
                  disabled={search.isLoadingMore}
                  onClick={search.more}
                >
                  {search.isLoadingMore ? "Asking…" : "More subjects"}
                </Button>
              </div>
            )}
          </>
        );
      }}
    </Answer>
  );
}
