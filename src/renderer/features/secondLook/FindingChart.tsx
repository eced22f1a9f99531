// Bars of findings as a table: what is drawn is also what is read out. The highest value stands first; what was not reported has no bar.
import type { ReactNode } from "react";
import { probabilityText } from "../../../shared/messages/lookText.ts";
import type { UrgencyClass } from "../../../shared/secondLookLabels.ts";
import { join } from "../../controls/classNames.ts";
import styles from "./FindingChart.module.css";

/** What one column of bars shows. */
export interface ChartSeries {
  readonly name: string;
  readonly tone: "image" | "report";
}

/** One finding: a value for each series; null: not reported. */
export interface ChartRow {
  readonly label: string;
  readonly name: string;
  readonly values: readonly (number | null)[];
  readonly urgencyClass: UrgencyClass | null;
}

const urgencyNames: Readonly<Record<UrgencyClass, string>> = {
  1: "non-urgent",
  2: "urgent",
  3: "critical",
};

/** A chart of all findings: none is folded away (contract section 7). */
export function FindingChart({
  name,
  series,
  rows,
}: {
  readonly name: string;
  readonly series: readonly ChartSeries[];
  readonly rows: readonly ChartRow[];
}): ReactNode {
  const hasClasses = rows.some(({ urgencyClass }) => urgencyClass !== null);
  return (
    <div className={styles.chart}>
      <table className={styles.table} aria-label={`${name}, values by finding`}>
        <thead>
          <tr>
            <th scope="col">Finding</th>
            {hasClasses && <th scope="col">Class</th>}
            {series.map((each) => (
              <th key={each.name} scope="col" className={styles.valueHead}>
                <span
                  className={join(styles.swatch, styles[each.tone])}
                  aria-hidden
                />
                {each.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.label}>
              <th scope="row">{row.name}</th>
              {hasClasses && (
                <td className={styles.class}>
                  {row.urgencyClass === null
                    ? ""
                    : urgencyNames[row.urgencyClass]}
                </td>
              )}
              {series.map((each, index) => (
                <Value
                  key={each.name}
                  tone={each.tone}
                  value={row.values[index] ?? null}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p className={styles.legend}>
        The line at 0.5 is the threshold in the authors’ reference code.
        {hasClasses && " Classes are its grouping, not a triage rule."}
      </p>
    </div>
  );
}

function Value({
  tone,
  value,
}: {
  readonly tone: ChartSeries["tone"];
  readonly value: number | null;
}): ReactNode {
  return (
    <td>
      <div className={styles.value}>
        <span className={styles.bar} aria-hidden>
          <span className={styles.track}>
            {value !== null && (
              <span
                className={join(styles.fill, styles[tone])}
                style={{ inlineSize: `${value * 100}%` }}
              />
            )}
            <span className={styles.threshold} />
          </span>
        </span>
        <span
          className={join(
            styles.number,
            value === null ? styles.missing : null,
          )}
        >
          {probabilityText(value)}
        </span>
      </div>
    </td>
  );
}
