// The left column: every case with its stage, progress and what can be done with it.
import { ContextMenu } from "@base-ui/react/context-menu";
import { Menu } from "@base-ui/react/menu";
import { Ellipsis, Plus, Trash2 } from "lucide-react";
import { memo, type ReactNode } from "react";
import type { AppSnapshot, CaseSummary } from "../../../shared/snapshot.ts";
import { openCase, openResult } from "../../bridge/commands.ts";
import { useRemoteState } from "../../bridge/remoteState.ts";
import { Button, IconButton } from "../../controls/Button.tsx";
import { join } from "../../controls/classNames.ts";
import menuStyles from "../../controls/Menu.module.css";
import { ProgressBar } from "../../controls/ProgressBar.tsx";
import { Truncated } from "../../controls/Tip.tsx";
import { openDialog } from "../../view/viewState.ts";
import styles from "./CaseList.module.css";
import {
  caseContents,
  caseTitle,
  isUploading,
  stageView,
} from "./caseStage.ts";

/** The column of cases. */
export function CaseList({ app }: { readonly app: AppSnapshot }): ReactNode {
  const openCaseId = useRemoteState((state) => state.openCaseId);
  return (
    <nav className={styles.column} aria-label="Cases" data-drop="newCase">
      <div className={styles.head}>
        <h2 className={styles.heading}>Cases</h2>
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
        <ul className={styles.list}>
          {app.cases.map((summary) => (
            <CaseItem
              key={summary.caseId}
              summary={summary}
              isOpen={summary.caseId === openCaseId}
            />
          ))}
        </ul>
      )}
    </nav>
  );
}

const CaseItem = memo(function CaseItem({
  summary,
  isOpen,
}: {
  readonly summary: CaseSummary;
  readonly isOpen: boolean;
}): ReactNode {
  const title = caseTitle(summary);
  const stage = stageView(summary.stage);
  return (
    <ContextMenu.Root>
      <ContextMenu.Trigger
        render={<li />}
        className={join(styles.item, isOpen && styles.open)}
      >
        <button
          type="button"
          className={styles.choose}
          aria-current={isOpen ? "true" : undefined}
          onClick={() => void openCase(summary.caseId)}
        >
          <Truncated text={title} className={styles.title} />
          <span className={join(styles.stage, styles[stage.tone])}>
            <span className={styles.dot} aria-hidden />
            {stage.words}
          </span>
          <span className={styles.contents}>{caseContents(summary)}</span>
        </button>
        <Menu.Root>
          <Menu.Trigger
            render={
              <IconButton
                icon={Ellipsis}
                size="small"
                name={`Actions for ${title}`}
                className={styles.more}
              />
            }
          />
          <Menu.Portal>
            <Menu.Positioner
              className={menuStyles.positioner}
              align="start"
              sideOffset={4}
            >
              <Menu.Popup className={menuStyles.popup}>
                <Menu.Item
                  className={menuStyles.item}
                  disabled={isUploading(summary.stage)}
                  onClick={() => {
                    openDialog({ kind: "forget", caseId: summary.caseId });
                  }}
                >
                  <Trash2 aria-hidden /> Forget this case…
                </Menu.Item>
              </Menu.Popup>
            </Menu.Positioner>
          </Menu.Portal>
        </Menu.Root>
        {(stage.isBusy || stage.fraction !== null) && (
          <div className={styles.progress}>
            <ProgressBar
              size="thin"
              name={`Progress of ${title}`}
              fraction={stage.fraction}
              tone={stage.isBusy ? "accent" : "quiet"}
            />
          </div>
        )}
      </ContextMenu.Trigger>
      <ContextMenu.Portal>
        <ContextMenu.Positioner className={menuStyles.positioner}>
          <ContextMenu.Popup className={menuStyles.popup}>
            <ContextMenu.Item
              className={menuStyles.item}
              disabled={isUploading(summary.stage)}
              onClick={() => {
                openDialog({ kind: "forget", caseId: summary.caseId });
              }}
            >
              <Trash2 aria-hidden /> Forget this case…
            </ContextMenu.Item>
          </ContextMenu.Popup>
        </ContextMenu.Positioner>
      </ContextMenu.Portal>
    </ContextMenu.Root>
  );
});
