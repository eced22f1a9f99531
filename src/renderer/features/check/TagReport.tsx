// What happened to every attribute: per stack, searchable.
import { useVirtualizer } from "@tanstack/react-virtual";
import { useMemo, useRef, useState, type ReactNode } from "react";
import { countOf, formatCount } from "../../../shared/messages/quantities.ts";
import { tagActionNames } from "../../../shared/messages/deidReportWords.ts";
import { deidRuleWords } from "../../../shared/messages/deidRuleWords.ts";
import { formatTag } from "../../../shared/messages/tags.ts";
import type {
  CaseSnapshot,
  PreparationView,
  TagActionCount,
} from "../../../shared/snapshot.ts";
import { Badge } from "../../controls/Badge.tsx";
import { Choice } from "../../controls/Choice.tsx";
import fieldStyles from "../../controls/Field.module.css";
import { stackName } from "../images/stackWords.ts";
import styles from "./CheckPart.module.css";
import {
  actionItems,
  actionTones,
  countActions,
  filterRows,
  sumActions,
} from "./tagRows.ts";

type Ready = PreparationView & { readonly kind: "ready" };
type Action = TagActionCount["action"];

/** Evidence for the claim that patient data is gone. */
export function TagReport({
  snapshot,
  preparation,
}: {
  readonly snapshot: CaseSnapshot;
  readonly preparation: Ready;
}): ReactNode {
  const [stackId, setStackId] = useState("");
  const [searched, setSearched] = useState("");
  const [action, setAction] = useState<Action | "">("");
  const stacks = new Map(
    snapshot.studies
      .flatMap((study) => study.stacks)
      .map((stack) => [stack.stackId, stack]),
  );
  const all = useMemo(
    () =>
      sumActions(
        preparation.stacks
          .filter((stack) => stackId === "" || stack.stackId === stackId)
          .map((stack) => stack.actions),
      ),
    [preparation, stackId],
  );
  const rows = filterRows(all, { searched, action });
  const hasPictures = preparation.stacks.some(
    (prepared) => (stacks.get(prepared.stackId)?.picture ?? null) !== null,
  );
  return (
    <section className={styles.section} aria-labelledby="tag-report-title">
      <h3 id="tag-report-title" className={styles.heading}>
        What happened to each attribute
      </h3>
      <div className={styles.counts}>
        {countActions(all).map(({ action: counted, tags }) => (
          <Badge key={counted} tone={actionTones[counted]}>
            {tagActionNames[counted]} {tags}
          </Badge>
        ))}
      </div>
      <div className={styles.filters}>
        <input
          type="search"
          className={fieldStyles.input}
          aria-label="Search attributes"
          placeholder="Search by keyword, tag or rule"
          value={searched}
          onChange={(event) => {
            setSearched(event.target.value);
          }}
        />
        <Choice<string>
          label="Stack"
          value={stackId}
          placeholder="All stacks"
          items={[
            { value: "", label: "All stacks" },
            ...preparation.stacks.map((prepared) => {
              const stack = stacks.get(prepared.stackId);
              return {
                value: prepared.stackId,
                label: stack === undefined ? "Stack" : stackName(stack),
                hint: countOf(prepared.preparedImages, "image"),
              };
            }),
          ]}
          onChange={setStackId}
        />
        <Choice<Action | "">
          label="Action"
          value={action}
          placeholder="Every action"
          items={actionItems}
          onChange={setAction}
        />
      </div>
      <ReportTable rows={rows} />
      <p className={styles.small}>
        Counts are images. Private and unknown attributes have no keyword.
        {hasPictures &&
          " Pictures have no attributes: their pixels, colours and orientation are kept, and everything else in their files is left out, the sound of films too."}
      </p>
    </section>
  );
}

function ReportTable({
  rows,
}: {
  readonly rows: readonly TagActionCount[];
}): ReactNode {
  const scroll = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => 28,
    overscan: 10,
  });
  return (
    <div
      className={styles.table}
      role="table"
      aria-label="Attributes"
      aria-rowcount={rows.length + 1}
    >
      <div role="rowgroup">
        <div className={styles.tableHead} role="row" aria-rowindex={1}>
          <span role="columnheader">Tag</span>
          <span role="columnheader">Keyword</span>
          <span role="columnheader">Action</span>
          <span role="columnheader">Rule</span>
          <span role="columnheader" className={styles.number}>
            Images
          </span>
        </div>
      </div>
      <div
        ref={scroll}
        className={styles.tableBody}
        role="rowgroup"
        tabIndex={0}
        aria-label="Attributes, scrollable"
      >
        {rows.length === 0 && (
          <p className={styles.none} role="row">
            <span role="cell">No attribute fits the search.</span>
          </p>
        )}
        <div role="presentation" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((item) => {
            const row = rows[item.index];
            if (row === undefined) return null;
            return (
              <div
                key={item.key}
                role="row"
                aria-rowindex={item.index + 2}
                className={styles.tableRow}
                style={{ transform: `translateY(${item.start}px)` }}
              >
                <span role="cell" className={styles.tag}>
                  {formatTag(row.tag)}
                </span>
                <span role="cell">{row.keyword}</span>
                <span role="cell">
                  <Badge tone={actionTones[row.action]}>
                    {tagActionNames[row.action]}
                  </Badge>
                </span>
                <span
                  role="cell"
                  className={styles.rule}
                  title={deidRuleWords(row.rule)}
                >
                  {deidRuleWords(row.rule)}
                </span>
                <span role="cell" className={styles.number}>
                  {formatCount(row.count)}
                </span>
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}
