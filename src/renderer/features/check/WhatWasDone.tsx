// What was done so that nothing of the patient leaves: the sums of the report, and the report itself to keep.
import { FileText } from "lucide-react";
import { useId, useMemo, type ReactNode } from "react";
import { staysInPart } from "../../../shared/freeText.ts";
import { countOf, formatCount } from "../../../shared/messages/quantities.ts";
import type {
  CaseSnapshot,
  PreparationView,
} from "../../../shared/snapshot.ts";
import { Button } from "../../controls/Button.tsx";
import styles from "./WhatWasDone.module.css";
import { pixelLines, ruleRows, textLines } from "./doneRows.ts";
import { saveReport } from "./saveReport.ts";

/** Shown once everything is prepared. */
export function WhatWasDone({
  snapshot,
  preparation,
}: {
  readonly snapshot: CaseSnapshot;
  readonly preparation: PreparationView & { readonly kind: "ready" };
}): ReactNode {
  const id = useId();
  const stacks = snapshot.studies
    .flatMap((study) => study.stacks)
    .filter((stack) => stack.isSelected);
  const masks = stacks.reduce((sum, stack) => sum + stack.masks.length, 0);
  const kept = stacks
    .flatMap((stack) => stack.freeText)
    .filter(staysInPart).length;
  const rules = useMemo(() => ruleRows(preparation), [preparation]);
  return (
    <section className={styles.section} aria-labelledby={id}>
      <div className={styles.head}>
        <h3 id={id}>What was done</h3>
        <Button
          size="small"
          icon={FileText}
          onClick={() => void saveReport(snapshot.caseId)}
        >
          Save report…
        </Button>
      </div>
      <dl className={styles.facts}>
        <Fact
          name="Pixels"
          lines={[
            ...pixelLines(preparation),
            ...(masks > 0 ? [`${countOf(masks, "mask")} drawn`] : []),
          ]}
        />
        <Fact name="Text in the pixels" lines={textLines(stacks)} />
        <Fact
          name="Free text"
          lines={[
            kept === 0
              ? "all removed"
              : `${countOf(kept, "text")} reviewed and kept`,
          ]}
        />
      </dl>
      <table className={styles.rules}>
        <caption>Attributes by rule</caption>
        <thead>
          <tr>
            <th scope="col">Action</th>
            <th scope="col">Rule</th>
            <th scope="col" className={styles.number}>
              Attributes
            </th>
          </tr>
        </thead>
        <tbody>
          {rules.map(({ action, rule, attributes }) => (
            <tr key={`${action} ${rule}`}>
              <td>{action}</td>
              <th scope="row">{rule}</th>
              <td className={styles.number}>{formatCount(attributes)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Fact({
  name,
  lines,
}: {
  readonly name: string;
  readonly lines: readonly string[];
}): ReactNode {
  if (lines.length === 0) return null;
  return (
    <div>
      <dt>{name}</dt>
      {lines.map((line) => (
        <dd key={line}>{line}</dd>
      ))}
    </div>
  );
}
