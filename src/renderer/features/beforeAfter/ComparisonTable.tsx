// The rows of a comparison: attribute, before, after, what was done.
import { useState, type ReactNode } from "react";
import type { BeforeAfterRow } from "../../../shared/beforeAfter.ts";
import { tagActionNames } from "../../../shared/messages/deidReportWords.ts";
import { attributeName, formatTag } from "../../../shared/messages/tags.ts";
import { Badge } from "../../controls/Badge.tsx";
import { join } from "../../controls/classNames.ts";
import { Keyword } from "../../controls/Keyword.tsx";
import { VirtualTable } from "../../controls/VirtualTable.tsx";
import { actionTones } from "../check/tagRows.ts";
import styles from "./BeforeAfter.module.css";
import { shortCharacters } from "./comparedRows.ts";

const columns = ["Attribute", "Before", "After", "Done"].map((title) => ({
  title,
}));
const tableStyles = {
  table: styles.table,
  head: styles.head,
  body: styles.body,
  rows: styles.rows,
  row: styles.row,
  none: styles.none,
};

/** Only the rows in view are in the page. */
export function ComparisonTable({
  rows,
}: {
  readonly rows: readonly BeforeAfterRow[];
}): ReactNode {
  return (
    <VirtualTable
      name="Before and after"
      columns={columns}
      rows={rows}
      keyOf={(row) => row.tag}
      rowHeight={45}
      isMeasured
      noneWords="No attribute fits the search."
      styles={tableStyles}
    >
      {(row) => <Cells row={row} />}
    </VirtualTable>
  );
}

function Cells({ row }: { readonly row: BeforeAfterRow }): ReactNode {
  const name = attributeName(row);
  return (
    <>
      <span role="cell" className={styles.attribute}>
        <span className={row.keyword === "" ? styles.quiet : undefined}>
          <Keyword text={name} />
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
