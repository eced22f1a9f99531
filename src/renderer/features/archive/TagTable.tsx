// Attributes of an image as a table, of which only the rows in sight are on the page.
import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef, type ReactNode } from "react";
import type { ArchiveTag } from "../../../shared/archive.ts";
import { Truncated } from "../../controls/Tip.tsx";
import styles from "./SeriesDetail.module.css";

const rowHeight = 26;

/** Scrolls by itself. */
export function TagTable({
  tags,
}: {
  readonly tags: readonly ArchiveTag[];
}): ReactNode {
  const scroll = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: tags.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });
  if (tags.length === 0)
    return <p className={styles.quiet}>No attribute has this in it.</p>;
  return (
    <div
      ref={scroll}
      className={styles.tags}
      role="table"
      aria-label="Attributes"
      aria-rowcount={tags.length}
      tabIndex={0}
    >
      <div role="rowgroup" style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, start }) => {
          const tag = tags[index];
          if (tag === undefined) return null;
          return (
            <div
              key={index}
              role="row"
              aria-rowindex={index + 1}
              className={styles.tag}
              style={{ height: rowHeight, transform: `translateY(${start}px)` }}
            >
              <span role="cell" className={styles.element}>
                {tag.element}
              </span>
              <span
                role="cell"
                className={styles.tagName}
                style={{ paddingLeft: tag.depth * 14 }}
              >
                <Truncated text={tag.name} />
              </span>
              <span role="cell" className={styles.tagValue}>
                <Truncated text={tag.value} />
              </span>
            </div>
          );
        })}
      </div>
    </div>
  );
}
