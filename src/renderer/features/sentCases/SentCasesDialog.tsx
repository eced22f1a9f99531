// All cases that were sent: where each stack stands on the site, the link, the receipt, and what can be sent once more.
import { ExternalLink, FileCheck, RefreshCw, RotateCw } from "lucide-react";
import { useEffect, useState, type ReactNode } from "react";
import { countOf, formatBytes } from "../../../shared/messages/quantities.ts";
import type { SentCaseView } from "../../../shared/sentCases.ts";
import type { AppSnapshot } from "../../../shared/snapshot.ts";
import { ask, openCase, send } from "../../bridge/commands.ts";
import { noticeDone } from "../../bridge/notices.ts";
import { Button } from "../../controls/Button.tsx";
import { Modal } from "../../controls/Modal.tsx";
import { Truncated } from "../../controls/Tip.tsx";
import { closeDialog, openDialog, showPart } from "../../view/viewState.ts";
import { caseTitle, stageView } from "../caseList/caseStage.ts";
import { StackTable } from "../upload/StackTable.tsx";
import styles from "./SentCases.module.css";

/** The dialog. */
export function SentCasesDialog({
  app,
  isOpen,
}: {
  readonly app: AppSnapshot;
  readonly isOpen: boolean;
}): ReactNode {
  return (
    <Modal title="Sent cases" isOpen={isOpen} onClose={closeDialog} isWide>
      {isOpen && <SentCases app={app} />}
    </Modal>
  );
}

function SentCases({ app }: { readonly app: AppSnapshot }): ReactNode {
  const [cases, setCases] = useState<readonly SentCaseView[] | null>(null);
  // Something changed in the app: perhaps the state of a stack.
  useEffect(() => {
    let isWanted = true;
    void ask((bridge) => bridge.listSentCases()).then((answer) => {
      if (isWanted && answer !== null) setCases(answer);
    });
    return () => {
      isWanted = false;
    };
  }, [app]);
  if (cases === null) return <p role="status">Listing cases…</p>;
  if (cases.length === 0)
    return (
      <p className={styles.none}>
        No case has been sent from this computer yet. Sent cases stay here with
        their receipts until you forget them.
      </p>
    );
  return (
    <ul className={styles.cases}>
      {cases.map((sent) => (
        <SentCase key={sent.caseId} sent={sent} />
      ))}
    </ul>
  );
}

function SentCase({ sent }: { readonly sent: SentCaseView }): ReactNode {
  const { caseId, stacks, account } = sent;
  const title = caseTitle(sent);
  const stage = stageView(sent.stage);
  const failed = stacks.filter(
    ({ state }) => state.kind === "processingFailed",
  );
  const facts = [
    account === null
      ? null
      : `as ${account.login}${account.service === "sandbox" ? " (sandbox)" : ""}`,
    sent.isAppended ? "added to a draft" : null,
    countOf(sent.imageCount, "image"),
    formatBytes(sent.sizeBytes),
    new Date(sent.changedAtMs).toLocaleDateString(undefined, {
      dateStyle: "medium",
    }),
  ].filter((fact) => fact !== null);
  return (
    <li className={styles.case} aria-label={title}>
      <div className={styles.head}>
        <Truncated text={title} className={styles.title} />
        <span className={styles[stage.tone]}>{stage.words}</span>
      </div>
      <p className={styles.facts}>{facts.join(" · ")}</p>
      <StackTable stacks={stacks} />
      <div className={styles.buttons}>
        <Button
          size="small"
          icon={ExternalLink}
          onClick={() =>
            void send((bridge) => bridge.openCaseInBrowser(caseId))
          }
        >
          Open on the site
        </Button>
        <Button
          size="small"
          icon={FileCheck}
          onClick={() =>
            void ask((bridge) => bridge.saveReceipt(caseId)).then((saved) => {
              if (saved === true) noticeDone("Receipt saved");
            })
          }
        >
          Save the receipt…
        </Button>
        <Button
          size="small"
          look="quiet"
          icon={RefreshCw}
          onClick={() => void send((bridge) => bridge.checkProcessing(caseId))}
        >
          Ask the site now
        </Button>
        {failed.map(({ stackId, label }) => (
          <Button
            key={stackId}
            size="small"
            icon={RotateCw}
            onClick={() =>
              void send((bridge) => bridge.retryStack(caseId, stackId))
            }
          >
            Send {label === "" ? "the stack" : label} once more
          </Button>
        ))}
        <Button
          size="small"
          look="quiet"
          onClick={() => {
            closeDialog();
            void openCase(caseId).then(() => {
              showPart("upload");
            });
          }}
        >
          Show the case
        </Button>
        <Button
          size="small"
          look="quiet"
          onClick={() => {
            openDialog({ kind: "forget", caseId });
          }}
        >
          Forget…
        </Button>
      </div>
    </li>
  );
}
