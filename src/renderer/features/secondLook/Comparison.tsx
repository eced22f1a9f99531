// The newest reading of a film beside that of a report, by the pairs of names in the reference code.
import type { ReactNode } from "react";
import { lookBanner } from "../../../shared/messages/secondLookWords.ts";
import type { LookComparison } from "../../../shared/secondLook.ts";
import { FindingChart } from "./FindingChart.tsx";
import styles from "./SecondLook.module.css";

/** Film and report side by side. */
export function Comparison({
  comparison,
}: {
  readonly comparison: LookComparison;
}): ReactNode {
  return (
    <section className={styles.look} aria-labelledby="look-comparison">
      <h3 id="look-comparison" className={styles.heading}>
        Film and report side by side
      </h3>
      <p className={styles.banner}>{lookBanner}</p>
      <FindingChart
        name="Film and report side by side"
        series={[
          { name: "Film", tone: "image" },
          { name: "Report", tone: "report" },
        ]}
        rows={comparison.rows.map((row) => ({
          label: row.label,
          name:
            row.imageName === row.reportName
              ? row.imageName
              : `${row.imageName} / ${row.reportName}`,
          values: [row.image, row.report],
          urgencyClass: null,
        }))}
      />
      <p className={styles.quiet}>
        Two algorithms that answer different questions: one looks at pixels, the
        other at words. That they differ says nothing about who is right.
      </p>
    </section>
  );
}
