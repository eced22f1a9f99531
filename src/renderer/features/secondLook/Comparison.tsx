// A film beside a report, by the pairs of names in the reference code. Of several films that were read the user chooses.
import { useId, useState, type ReactNode } from "react";
import {
  filmPlaceWords,
  lookOriginWords,
} from "../../../shared/messages/lookText.ts";
import {
  lookBanner,
  lookCitation,
} from "../../../shared/messages/secondLookWords.ts";
import type { LookComparison } from "../../../shared/secondLook.ts";
import fieldStyles from "../../controls/Field.module.css";
import { FindingChart } from "./FindingChart.tsx";
import styles from "./SecondLook.module.css";

/** Film and report side by side; nothing while there are not both. */
export function Comparison({
  comparisons,
}: {
  readonly comparisons: readonly LookComparison[];
}): ReactNode {
  const field = useId();
  const [chosenId, setChosenId] = useState<string | null>(null);
  const comparison = chosenComparison(comparisons, chosenId);
  if (comparison === undefined) return null;
  const { film, report, reader } = comparison;
  return (
    <section className={styles.look} aria-labelledby="look-comparison">
      <h3 id="look-comparison" className={styles.heading}>
        Film and report side by side
      </h3>
      <p className={styles.banner}>{lookBanner}</p>
      {comparisons.length > 1 && (
        <div>
          <label htmlFor={field} className={fieldStyles.label}>
            Film to compare
          </label>
          <select
            id={field}
            className={fieldStyles.input}
            value={film.lookId}
            onChange={(event) => {
              setChosenId(event.target.value);
            }}
          >
            {comparisons.map((each) => (
              <option key={each.film.lookId} value={each.film.lookId}>
                {filmPlaceWords(each.film.filmPlace)}
              </option>
            ))}
          </select>
        </div>
      )}
      <p className={styles.quiet}>
        Film ({filmPlaceWords(film.filmPlace)}):{" "}
        {lookOriginWords(reader, shownTime(film.askedAtMs))}. Report:{" "}
        {lookOriginWords(reader, shownTime(report.askedAtMs))}.
      </p>
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
        other at words. That they differ says nothing about who is right.{" "}
        {lookCitation}.
      </p>
    </section>
  );
}

/** The one that the user chose; the first, of the film that was read last, where none was chosen or it is not there any more. */
export function chosenComparison(
  comparisons: readonly LookComparison[],
  chosenId: string | null,
): LookComparison | undefined {
  return (
    comparisons.find(({ film }) => film.lookId === chosenId) ?? comparisons[0]
  );
}

function shownTime(atMs: number): string {
  return new Date(atMs).toLocaleString();
}
