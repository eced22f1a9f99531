// Attributes of an image as a table, of which only the rows in sight are on the page.
import { useRef, type ReactNode } from "react";
import type { ArchiveTag } from "../../../shared/archive.ts";
import styles from "./SeriesDetail.module.css";
import { useRowsInScroller } from "./useRowsInScroller.ts";

/** What scrolls is the dialog around it. */
export function TagTable({
  tags,
}: {
  readonly tags: readonly ArchiveTag[];
}): ReactNode {
  const list = useRef<HTMLDivElement>(null);
  const rows = useRowsInScroller<HTMLDivElement>(list, {
    count: tags.length,
    keyAt: (index) => index,
    rowHeight: 26,
  });
  return (
    <div
      className={styles.tags}
      role="table"
      aria-label="Attributes"
      aria-rowcount={tags.length}
      tabIndex={0}
    >
      <div ref={list} role="rowgroup" style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, start }) => {
          const tag = tags[index];
          if (tag === undefined) return null;
          return (
            <div
              key={index}
              ref={rows.measureElement}
              data-index={index}
              role="row"
              aria-rowindex={index + 1}
              className={styles.tag}
              style={{ transform: `translateY(${start}px)` }}
            >
              <span role="cell" className={styles.element}>
                {tag.element}
              </span>
              <span role="cell" style={{ paddingLeft: tag.depth * 14 }}>
                {tag.name}
              </span>
              <span role="cell" className={styles.tagValue}>
                {tag.value}
              </span>
            </div>
          );
        })}
      </div>
    </div>
  );
}
