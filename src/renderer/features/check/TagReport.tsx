// What happened to every attribute: per stack, searchable.
import { useMemo, useState, type ReactNode } from "react";
import { countOf, formatCount } from "../../../shared/messages/quantities.ts";
import { tagActionNames } from "../../../shared/messages/deidReportWords.ts";
import { deidRuleWords } from "../../../shared/messages/deidRuleWords.ts";
import { attributeName, formatTag } from "../../../shared/messages/tags.ts";
import type {
  CaseSnapshot,
  PreparationView,
  TagActionCount,
} from "../../../shared/snapshot.ts";
import { Badge } from "../../controls/Badge.tsx";
import { Choice } from "../../controls/Choice.tsx";
import fieldStyles from "../../controls/Field.module.css";
import { Keyword } from "../../controls/Keyword.tsx";
import { VirtualTable } from "../../controls/VirtualTable.tsx";
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
          placeholder="Search by name, tag or rule"
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
        The last column counts images.
        {hasPictures &&
          " Pictures have no attributes: their pixels, colours and orientation are kept, and everything else in their files is left out, the sound of films too."}
      </p>
    </section>
  );
}

const columns = [
  { title: "Attribute" },
  { title: "Action" },
  { title: "Rule", className: styles.rule },
  { title: "Images", className: styles.number },
];
const tableStyles = {
  table: styles.table,
  head: styles.tableHead,
  body: styles.tableBody,
  rows: styles.tableRows,
  row: styles.tableRow,
  none: styles.none,
};

function ReportTable({
  rows,
}: {
  readonly rows: readonly TagActionCount[];
}): ReactNode {
  return (
    <VirtualTable
      name="Attributes"
      columns={columns}
      rows={rows}
      keyOf={(row) => `${row.tag} ${row.action} ${row.rule}`}
      rowHeight={45}
      isMeasured
      noneWords="No attribute fits the search."
      styles={tableStyles}
    >
      {(row) => (
        <>
          <span role="cell" className={styles.attribute}>
            <span className={row.keyword === "" ? styles.quiet : undefined}>
              <Keyword text={attributeName(row)} />
            </span>
            <span className={styles.tag}>{formatTag(row.tag)}</span>
          </span>
          <span role="cell">
            <Badge tone={actionTones[row.action]}>
              {tagActionNames[row.action]}
            </Badge>
          </span>
          <span role="cell" className={styles.rule}>
            {deidRuleWords(row.rule)}
          </span>
          <span role="cell" className={styles.number}>
            {formatCount(row.count)}
          </span>
        </>
      )}
    </VirtualTable>
  );
}
