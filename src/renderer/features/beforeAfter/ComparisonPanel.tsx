// What was read of one image: search, filter and the rows, or why there are none.
import { RotateCw } from "lucide-react";
import { useState, type ReactNode } from "react";
import type { ImageComparison } from "../../../shared/beforeAfter.ts";
import type { Failure } from "../../../shared/failure.ts";
import { tagActionNames } from "../../../shared/messages/deidReportWords.ts";
import { failureWords } from "../../../shared/messages/failureWords.ts";
import { countOf, formatCount } from "../../../shared/messages/quantities.ts";
import type { PreparationView } from "../../../shared/snapshot.ts";
import { Badge } from "../../controls/Badge.tsx";
import { Button } from "../../controls/Button.tsx";
import { WordsCallout } from "../../controls/Callout.tsx";
import { Choice, Tick } from "../../controls/Choice.tsx";
import { join } from "../../controls/classNames.ts";
import fieldStyles from "../../controls/Field.module.css";
import { actionItems, actionTones, countActions } from "../check/tagRows.ts";
import styles from "./BeforeAfter.module.css";
import { ComparisonTable } from "./ComparisonTable.tsx";
import { filterComparison, type WantedRows } from "./comparedRows.ts";
import { useComparison, type AskedImage } from "./useComparison.ts";

/** What is looked for stays while one image after the other is read. */
export function ComparisonPanel({
  asked,
  preparation,
}: {
  readonly asked: AskedImage;
  readonly preparation: PreparationView;
}): ReactNode {
  const [wanted, setWanted] = useState<WantedRows>({
    searched: "",
    action: "",
    isChangedOnly: false,
  });
  const { shown, failure, isLoading, tryAgain } = useComparison(
    asked,
    preparation,
  );
  if (failure !== null)
    return <NotCompared failure={failure} onTryAgain={tryAgain} />;
  if (shown === null)
    return (
      <p className={styles.waiting} role="status">
        Reading the original and the copy…
      </p>
    );
  return (
    <>
      <Filters wanted={wanted} onChange={setWanted} />
      <Compared shown={shown} wanted={wanted} isLoading={isLoading} />
    </>
  );
}

/** A refused image has no copy; the others may have one if they are looked for once more. */
function NotCompared({
  failure,
  onTryAgain,
}: {
  readonly failure: Failure;
  readonly onTryAgain: () => void;
}): ReactNode {
  const isRefused = failure.kind === "refusedImage";
  const words = failureWords(failure);
  return (
    <WordsCallout
      words={
        isRefused
          ? { ...words, title: `No copy was made: ${words.title}` }
          : words
      }
      tone={isRefused ? "warn" : "bad"}
      live="status"
      actions={
        isRefused ? undefined : (
          <Button size="small" icon={RotateCw} onClick={onTryAgain}>
            Try again
          </Button>
        )
      }
    />
  );
}

function Filters({
  wanted,
  onChange,
}: {
  readonly wanted: WantedRows;
  readonly onChange: (wanted: WantedRows) => void;
}): ReactNode {
  return (
    <div className={styles.filters}>
      <input
        type="search"
        className={fieldStyles.input}
        aria-label="Search attributes of this image"
        placeholder="Search by keyword, tag or value"
        value={wanted.searched}
        onChange={(event) => {
          onChange({ ...wanted, searched: event.target.value });
        }}
      />
      <Choice<WantedRows["action"]>
        label="What was done"
        value={wanted.action}
        placeholder="Every action"
        items={actionItems}
        onChange={(action) => {
          onChange({ ...wanted, action });
        }}
      />
      <Tick
        isTicked={wanted.isChangedOnly}
        onChange={(isChangedOnly) => {
          onChange({ ...wanted, isChangedOnly });
        }}
      >
        Changed only
      </Tick>
    </div>
  );
}

function Compared({
  shown,
  wanted,
  isLoading,
}: {
  readonly shown: ImageComparison;
  readonly wanted: WantedRows;
  readonly isLoading: boolean;
}): ReactNode {
  const rows = filterComparison(shown.rows, wanted);
  return (
    <>
      <div className={styles.counts}>
        {countActions(shown.rows).map(({ action, tags }) => (
          <Badge key={action} tone={actionTones[action]}>
            {tagActionNames[action]} {tags}
          </Badge>
        ))}
        <span className={styles.quiet} role="status">
          {rows.length === shown.rows.length
            ? countOf(rows.length, "attribute")
            : `${formatCount(rows.length)} of ${countOf(shown.rows.length, "attribute")}`}
        </span>
      </div>
      <div
        className={join(styles.tableFrame, isLoading && styles.old)}
        aria-busy={isLoading}
      >
        <ComparisonTable rows={rows} />
      </div>
      <p className={styles.quiet}>
        {shown.frame !== null &&
          `Frame ${formatCount(shown.frame)} of its file, which leaves as an image of its own. `}
        Sequences and binary values are told by their size. Pixels are not among
        the attributes.
      </p>
    </>
  );
}
