// The left column: every case with its stage, progress and what can be done with it.
import { History, Library, Plus } from "lucide-react";
import type { ReactNode } from "react";
import type { AppSnapshot } from "../../../shared/snapshot.ts";
import { openResult } from "../../bridge/commands.ts";
import { useRemoteState } from "../../bridge/remoteState.ts";
import { Button, IconButton } from "../../controls/Button.tsx";
import { openDialog, showPage, useViewState } from "../../view/viewState.ts";
import { AllUploads } from "./AllUploads.tsx";
import styles from "./CaseList.module.css";
import { CaseItem } from "./CaseItem.tsx";
import { Queue } from "./Queue.tsx";

/** The column of cases. */
export function CaseList({ app }: { readonly app: AppSnapshot }): ReactNode {
  const page = useViewState((state) => state.page);
  const openCaseId = useRemoteState((state) =>
    page === "case" ? state.openCaseId : null,
  );
  return (
    <nav className={styles.column} aria-label="Cases" data-drop="newCase">
      <div className={styles.head}>
        <h2 className={styles.heading}>Cases</h2>
        <IconButton
          icon={History}
          size="small"
          name="Sent cases"
          onClick={() => {
            openDialog({ kind: "sentCases" });
          }}
        />
        <Button
          size="small"
          icon={Plus}
          onClick={() => void openResult((bridge) => bridge.createCase())}
        >
          New case
        </Button>
      </div>
      {app.cases.length === 0 ? (
        <p className={styles.none}>
          Cases appear here. Drop a folder anywhere to begin.
        </p>
      ) : (
        <div className={styles.list}>
          <AllUploads cases={app.cases} />
          <Queue cases={app.cases} openCaseId={openCaseId} />
          <ul className={styles.items}>
            {app.cases
              .filter(({ queuePlace }) => queuePlace === null)
              .map((summary) => (
                <CaseItem
                  key={summary.caseId}
                  summary={summary}
                  isOpen={summary.caseId === openCaseId}
                />
              ))}
          </ul>
        </div>
      )}
      <Button
        look="quiet"
        icon={Library}
        className={styles.archives}
        aria-pressed={page === "archive"}
        onClick={() => {
          showPage("archive");
        }}
      >
        Public archives
      </Button>
    </nav>
  );
}
