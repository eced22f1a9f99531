// The window: top bar, cases on the left, the open case, and what lies over them.
import { CSPProvider } from "@base-ui/react/csp-provider";
import { Tooltip } from "@base-ui/react/tooltip";
import { useEffect, type ReactNode } from "react";
import { failureWords } from "../../../shared/messages/failureWords.ts";
import type { AppSnapshot } from "../../../shared/snapshot.ts";
import { useRemoteState } from "../../bridge/remoteState.ts";
import { WordsCallout } from "../../controls/Callout.tsx";
import { Notices } from "../../controls/Notices.tsx";
import { ArchivePage } from "../archive/ArchivePage.tsx";
import { CaseList } from "../caseList/CaseList.tsx";
import { CaseView } from "../caseView/CaseView.tsx";
import { useViewState } from "../../view/viewState.ts";
import { DropTarget } from "../intake/DropTarget.tsx";
import { EmptyState } from "../intake/EmptyState.tsx";
import { TopBar } from "../topBar/TopBar.tsx";
import styles from "./App.module.css";
import { Dialogs } from "./Dialogs.tsx";
import { ErrorBoundary } from "./ErrorBoundary.tsx";
import { StartFailures } from "./StartFailures.tsx";
import { useShortcuts } from "./useShortcuts.ts";

/** The whole window. */
export function App(): ReactNode {
  const app = useRemoteState((state) => state.app);
  const startFailure = useRemoteState((state) => state.startFailure);
  return (
    <CSPProvider disableStyleElements>
      <Tooltip.Provider delay={500}>
        <Notices>
          <ErrorBoundary what="The window">
            {app !== null ? (
              <Workspace app={app} />
            ) : startFailure !== null ? (
              <div className={styles.broken}>
                <WordsCallout words={failureWords(startFailure)} live="alert" />
              </div>
            ) : (
              <p className={styles.starting} role="status">
                Starting…
              </p>
            )}
          </ErrorBoundary>
        </Notices>
      </Tooltip.Provider>
    </CSPProvider>
  );
}

function Workspace({ app }: { readonly app: AppSnapshot }): ReactNode {
  useShortcuts(app.platform);
  const openCaseId = useRemoteState((state) => state.openCaseId);
  const page = useViewState((state) => state.page);
  useEffect(() => {
    if (app.appearance === "system")
      delete document.documentElement.dataset["theme"];
    else document.documentElement.dataset["theme"] = app.appearance;
  }, [app.appearance]);
  return (
    <DropTarget>
      <div className={styles.window}>
        <TopBar app={app} />
        <CaseList app={app} />
        <main
          className={styles.main}
          aria-label={page === "archive" ? "Public archives" : "Open case"}
        >
          <StartFailures failures={app.startFailures} />
          <ErrorBoundary
            key={page === "archive" ? page : openCaseId}
            what={page === "archive" ? "The archive" : "This case"}
          >
            {page === "archive" ? (
              <ArchivePage />
            ) : openCaseId === null ? (
              <EmptyState caseId={null} />
            ) : (
              <CaseView key={openCaseId} app={app} />
            )}
          </ErrorBoundary>
        </main>
      </div>
      <Dialogs app={app} />
    </DropTarget>
  );
}
