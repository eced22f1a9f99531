// Browsing: collections, the subjects of one, the studies and series of one of them. Side by side where there is room, else one after the other.
import { ArrowLeft } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "../../controls/Button.tsx";
import styles from "./Archive.module.css";
import {
  showCollection,
  showPatient,
  useArchiveState,
} from "./archiveState.ts";
import { CollectionList } from "./CollectionList.tsx";
import { CollectionPane } from "./CollectionPane.tsx";
import { PatientPane } from "./PatientPane.tsx";

/** The first tab. */
export function BrowseTab(): ReactNode {
  const collection = useArchiveState((state) => state.collection);
  const patientId = useArchiveState((state) => state.patientId);
  const depth = collection === null ? 0 : patientId === null ? 1 : 2;
  return (
    <div className={styles.browse} data-depth={depth}>
      <section className={styles.column} aria-label="Collections">
        <CollectionList chosen={collection} />
      </section>
      <section className={styles.column} aria-label="Subjects">
        {collection === null ? (
          <p className={styles.empty}>
            Choose a collection: a set of studies with one topic, one
            description and usually one citation.
          </p>
        ) : (
          <>
            <BackButton
              name="Collections"
              onBack={() => {
                showCollection(null);
              }}
            />
            <CollectionPane key={collection} collection={collection} />
          </>
        )}
      </section>
      <section className={styles.column} aria-label="Studies and series">
        {collection !== null && patientId !== null ? (
          <>
            <BackButton
              name={collection}
              onBack={() => {
                showPatient(null);
              }}
            />
            <PatientPane
              key={patientId}
              collection={collection}
              patientId={patientId}
            />
          </>
        ) : (
          <p className={styles.empty}>
            {collection === null
              ? "Studies and series appear here."
              : "Choose a subject to see its studies and series."}
          </p>
        )}
      </section>
    </div>
  );
}

/** Shown only where one column is seen at a time. */
function BackButton({
  name,
  onBack,
}: {
  readonly name: string;
  readonly onBack: () => void;
}): ReactNode {
  return (
    <Button
      size="small"
      look="quiet"
      icon={ArrowLeft}
      className={styles.back}
      onClick={onBack}
    >
      {name}
    </Button>
  );
}
