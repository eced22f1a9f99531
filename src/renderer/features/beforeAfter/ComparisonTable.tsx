// The rows of a comparison: attribute, before, after, what was done.
import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef, useState, type ReactNode } from "react";
import type { BeforeAfterRow } from "../../../shared/beforeAfter.ts";
import { tagActionNames } from "../../../shared/messages/deidReportWords.ts";
import { formatTag } from "../../../shared/messages/tags.ts";
import { Badge } from "../../controls/Badge.tsx";
import { join } from "../../controls/classNames.ts";
import { actionTones } from "../check/tagRows.ts";
import styles from "./BeforeAfter.module.css";
import { attributeName, shortCharacters } from "./comparedRows.ts";

/** Only the rows in view are in the page. */
export function ComparisonTable({
  rows,
}: {
  readonly rows: readonly BeforeAfterRow[];
}): ReactNode {
  const scroll = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => 45,
    getItemKey: (index) => rows[index]?.tag ?? index,
    overscan: 8,
  });
  return (
    <div
      className={styles.table}
      role="table"
      aria-label="Before and after"
      aria-rowcount={rows.length + 1}
    >
      <div role="rowgroup">
        <div className={styles.head} role="row" aria-rowindex={1}>
          <span role="columnheader">Attribute</span>
          <span role="columnheader">Before</span>
          <span role="columnheader">After</span>
          <span role="columnheader">Done</span>
        </div>
      </div>
      <div
        ref={scroll}
        className={styles.body}
        role="rowgroup"
        tabIndex={0}
        aria-label="Before and after, scrollable"
      >
        {rows.length === 0 && (
          <p className={styles.none} role="row">
            <span role="cell">No attribute fits the search.</span>
          </p>
        )}
        <div
          role="presentation"
          className={styles.rows}
          style={{ height: virtual.getTotalSize() }}
        >
          {virtual.getVirtualItems().map((item) => {
            const row = rows[item.index];
            return (
              row !== undefined && (
                <div
                  key={item.key}
                  ref={virtual.measureElement}
                  data-index={item.index}
                  role="row"
                  aria-rowindex={item.index + 2}
                  className={styles.row}
                  style={{ transform: `translateY(${item.start}px)` }}
                >
                  <Cells row={row} />
                </div>
              )
            );
          })}
        </div>
      </div>
    </div>
  );
}

function Cells({ row }: { readonly row: BeforeAfterRow }): ReactNode {
  const name = attributeName(row);
  return (
    <>
      <span role="cell" className={styles.attribute}>
        <span className={row.keyword === "" ? styles.quiet : undefined}>
          {name}
        </span>
        <span className={styles.tag}>
          {formatTag(row.tag)} {row.vr}
        </span>
      </span>
      <Value text={row.before} what={`${name} before`} />
      <Value text={row.after} what={`${name} after`} />
      <span role="cell" className={styles.done}>
        <Badge tone={actionTones[row.action]}>
          {tagActionNames[row.action]}
        </Badge>
      </span>
    </>
  );
}

function Value({
  text,
  what,
}: {
  readonly text: string | null;
  readonly what: string;
}): ReactNode {
  const [isWhole, setIsWhole] = useState(false);
  if (text === null || text === "")
    return (
      <span role="cell" className={join(styles.value, styles.nothing)}>
        {text === null ? "not there" : "empty"}
      </span>
    );
  const isLong = text.length > shortCharacters;
  return (
    <span role="cell" className={styles.value}>
      {isLong && !isWhole ? `${text.slice(0, shortCharacters)}…` : text}
      {isLong && (
        <button
          type="button"
          className={styles.more}
          aria-expanded={isWhole}
          onClick={() => {
            setIsWhole(!isWhole);
          }}
        >
          {isWhole ? "Less" : "All of it"}
          <span className="visually-hidden"> of {what}</span>
        </button>
      )}
    </span>
  );
}
