// One collection: what it says of itself, filters, and its subjects.
import { ExternalLink } from "lucide-react";
import { useState, type ReactNode } from "react";
import type { CollectionDescription } from "../../../shared/archive.ts";
import { countOf } from "../../../shared/messages/quantities.ts";
import { Button } from "../../controls/Button.tsx";
import { Answer } from "./Answer.tsx";
import styles from "./Archive.module.css";
import { openPage } from "./archiveCommands.ts";
import {
  setFilters,
  showPatient,
  useArchiveState,
  type SubjectFilters,
} from "./archiveState.ts";
import { FilterBar, hasFilters } from "./FilterBar.tsx";
import { useArchiveAnswer } from "./useArchiveAnswer.ts";
import { SubjectHits } from "./SubjectHits.tsx";
import { VirtualList } from "./VirtualList.tsx";

/** The middle column of browsing. */
export function CollectionPane({
  collection,
}: {
  readonly collection: string;
}): ReactNode {
  const description = useArchiveAnswer({ kind: "description", collection });
  const offered = useArchiveAnswer({ kind: "filters", collection });
  const filters = useArchiveState((state) => state.filters);
  return (
    <>
      <div className={styles.columnHead}>
        <h3 className={styles.heading}>{collection}</h3>
        {description.kind === "ready" && description.value !== null && (
          <Description description={description.value} />
        )}
        <Answer state={offered} what="filters" empty={null}>
          {(values) => (
            <FilterBar
              offered={values}
              chosen={filters}
              onChange={(next) => {
                setFilters(next);
                showPatient(null);
              }}
            />
          )}
        </Answer>
      </div>
      {hasFilters(filters) ? (
        <FilteredSubjects
          key={JSON.stringify(filters)}
          collection={collection}
          filters={filters}
        />
      ) : (
        <AllSubjects collection={collection} />
      )}
    </>
  );
}

function Description({
  description,
}: {
  readonly description: CollectionDescription;
}): ReactNode {
  const [isWhole, setIsWhole] = useState(false);
  const { name, text, uri } = description;
  const isLong = text.length > 180;
  return (
    <div className={styles.description}>
      <p>{isWhole || !isLong ? text : `${text.slice(0, 180).trimEnd()}…`}</p>
      <div className={styles.row}>
        {isLong && (
          <Button
            size="small"
            look="quiet"
            aria-expanded={isWhole}
            onClick={() => {
              setIsWhole(!isWhole);
            }}
          >
            {isWhole ? "Less" : "More"}
          </Button>
        )}
        {uri !== "" && (
          <Button
            size="small"
            look="quiet"
            icon={ExternalLink}
            onClick={() => {
              openPage({ kind: "collection", collection: name });
            }}
          >
            Its page
          </Button>
        )}
      </div>
    </div>
  );
}

function AllSubjects({
  collection,
}: {
  readonly collection: string;
}): ReactNode {
  const patients = useArchiveAnswer({
    kind: "patients",
    collection,
    modality: "",
  });
  const chosen = useArchiveState((state) => state.patientId);
  return (
    <Answer
      state={patients}
      what="subjects"
      empty="This collection has no subjects that are open to everybody."
    >
      {(all) => (
        <>
          <p className={styles.count} role="status">
            {countOf(all.length, "subject")}
          </p>
          <VirtualList
            label={`Subjects of ${collection}`}
            items={all}
            keyOf={({ patientId }) => patientId}
            rowHeight={48}
            chosenKey={chosen}
            onChoose={({ patientId }) => {
              showPatient(patientId);
            }}
          >
            {({ patientId, sex, species }) => (
              <>
                <span className={styles.optionTitle}>{patientId}</span>
                <span className={styles.quiet}>
                  {[sexNames[sex] ?? sex, species]
                    .filter((fact) => fact !== "")
                    .join(" · ")}
                </span>
              </>
            )}
          </VirtualList>
        </>
      )}
    </Answer>
  );
}

const sexNames: Readonly<Record<string, string>> = {
  F: "Female",
  M: "Male",
  O: "Other",
};

function FilteredSubjects({
  collection,
  filters,
}: {
  readonly collection: string;
  readonly filters: SubjectFilters;
}): ReactNode {
  const chosen = useArchiveState((state) => state.patientId);
  return (
    <SubjectHits
      collections={[collection]}
      filters={filters}
      label={`Subjects of ${collection}, filtered`}
      empty="No subject of this collection has all of this. Values are as the archive spells them; try another spelling."
      isChosen={({ patientId }) => patientId === chosen}
      onChoose={({ patientId }) => {
        showPatient(patientId);
      }}
    />
  );
}
