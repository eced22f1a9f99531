// All collections of the archive, narrowed down by what is typed.
import { useState, type ReactNode } from "react";
import type { ArchiveCollection } from "../../../shared/archive.ts";
import { countOf, formatCount } from "../../../shared/messages/quantities.ts";
import fieldStyles from "../../controls/Field.module.css";
import { Answer } from "./Answer.tsx";
import styles from "./Archive.module.css";
import { showCollection } from "./archiveState.ts";
import { useArchiveAnswer } from "./useArchiveAnswer.ts";
import { VirtualList } from "./VirtualList.tsx";

/** The left column of browsing. */
export function CollectionList({
  chosen,
}: {
  readonly chosen: string | null;
}): ReactNode {
  const collections = useArchiveAnswer({ kind: "collections" });
  const [typed, setTyped] = useState("");
  return (
    <Answer
      state={collections}
      what="collections"
      empty="This archive lists no collections."
    >
      {(all) => {
        const found = matching(all, typed);
        return (
          <>
            <div className={styles.columnHead}>
              <input
                type="search"
                className={fieldStyles.input}
                aria-label="Find a collection"
                placeholder="Find a collection"
                value={typed}
                onChange={(event) => {
                  setTyped(event.target.value);
                }}
              />
              <p className={styles.quiet} role="status">
                {foundWords(found.length, all.length)}
              </p>
            </div>
            {found.length === 0 ? (
              <p className={styles.empty}>
                No collection has this in its name.
              </p>
            ) : (
              <VirtualList
                label="Collections"
                items={found}
                keyOf={({ name }) => name}
                rowHeight={48}
                chosenKey={chosen}
                onChoose={({ name }) => {
                  showCollection(name);
                }}
              >
                {({ name, subjects }) => (
                  <>
                    <span className={styles.optionTitle}>{name}</span>
                    <span className={styles.quiet}>
                      {subjects === null
                        ? "Subjects not counted"
                        : countOf(subjects, "subject")}
                    </span>
                  </>
                )}
              </VirtualList>
            )}
          </>
        );
      }}
    </Answer>
  );
}

function foundWords(found: number, all: number): string {
  const collections = countOf(all, "collection");
  if (found === all) return collections;
  return `${found === 0 ? "None" : formatCount(found)} of ${collections}`;
}

function matching(
  all: readonly ArchiveCollection[],
  typed: string,
): readonly ArchiveCollection[] {
  const words = typed.toLowerCase().split(/\s+/);
  return all
    .filter(({ name }) =>
      words.every((word) => name.toLowerCase().includes(word)),
    )
    .toSorted((a, b) => a.name.localeCompare(b.name));
}
