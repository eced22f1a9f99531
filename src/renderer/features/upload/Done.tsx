// All sent: the link, what to check on the site, the account of every file, the receipt.
import { FileCheck, FileText, ListX, RefreshCw } from "lucide-react";
import type { ReactNode } from "react";
import type { CaseId } from "../../../shared/identifiers.ts";
import { failureWords } from "../../../shared/messages/failureWords.ts";
import { leftOutWords } from "../../../shared/messages/leftOutWords.ts";
import { countOf, formatCount } from "../../../shared/messages/quantities.ts";
import {
  hasFailedStack,
  isProcessingAwaited,
  isSentWhole,
} from "../../../shared/sentWhole.ts";
import type {
  AppSnapshot,
  SendAccount,
  UploadView,
} from "../../../shared/snapshot.ts";
import { ask, send } from "../../bridge/commands.ts";
import { noticeDone } from "../../bridge/notices.ts";
import { Button } from "../../controls/Button.tsx";
import { Callout, WordsCallout } from "../../controls/Callout.tsx";
import { saveReport } from "../check/saveReport.ts";
import { openDialog } from "../../view/viewState.ts";
import { CaseLink } from "./CaseLink.tsx";
import { gatherByTitle } from "./leftOutCounts.ts";
import { Phases } from "./Phases.tsx";
import { StackTable } from "./StackTable.tsx";
import styles from "./UploadPart.module.css";

/** The last screen of a case. */
export function Done({
  app,
  caseId,
  upload,
}: {
  readonly app: AppSnapshot;
  readonly caseId: CaseId;
  readonly upload: UploadView & { readonly kind: "done" };
}): ReactNode {
  const { progress, account } = upload;
  const isProcessed = progress.stacks.every(
    (stack) => stack.state.kind === "processed",
  );
  const isAwaited = isProcessingAwaited(progress);
  return (
    <>
      <Trouble caseId={caseId} upload={upload} />
      <Callout
        tone={isSentWhole(upload) ? "good" : "info"}
        live="status"
        title={`${countOf(account.uploadedImages, "image")} arrived as a draft`}
        actions={
          <>
            <CaseLink caseId={caseId} isMain={isSentWhole(upload)} />
            <Button icon={FileCheck} onClick={() => void saveReceipt(caseId)}>
              Save the receipt…
            </Button>
            <Button icon={FileText} onClick={() => void saveReport(caseId)}>
              Save report…
            </Button>
          </>
        }
      >
        <p>
          {app.service.kind === "sandbox"
            ? "It is in the sandbox on this computer; nothing has left it."
            : "Only you can see it until you publish it on the site."}{" "}
          Check <strong>System</strong> on the case page: the site has been
          known to drop it.
        </p>
      </Callout>
      <Phases phase="processing" isOver={isProcessed} />
      {isAwaited && (
        <div className={styles.row}>
          <p className={styles.grow}>
            The site shows images some minutes after they arrive. You can close
            the app.
          </p>
          <Button
            size="small"
            icon={RefreshCw}
            onClick={() =>
              void send((bridge) => bridge.checkProcessing(caseId))
            }
          >
            Ask the site now
          </Button>
        </div>
      )}
      <StackTable stacks={progress.stacks} />
      <Account caseId={caseId} account={account} />
    </>
  );
}

/** What did not come through, before what did: the first thing to see is what is still to do. */
function Trouble({
  caseId,
  upload: { progress, finishFailure },
}: {
  readonly caseId: CaseId;
  readonly upload: UploadView & { readonly kind: "done" };
}): ReactNode {
  return (
    <>
      {finishFailure !== null && (
        <WordsCallout
          tone="warn"
          live="alert"
          words={{
            ...failureWords(finishFailure),
            title: "The draft is complete but still open for uploads",
          }}
          actions={
            <Button
              look="primary"
              onClick={() => void send((bridge) => bridge.resumeUpload(caseId))}
            >
              Finish it
            </Button>
          }
        />
      )}
      {hasFailedStack(progress) && (
        <WordsCallout
          tone="warn"
          live="alert"
          words={failureWords({ kind: "processingFailed" })}
          actions={progress.stacks
            .filter((stack) => stack.state.kind === "processingFailed")
            .map(({ stackId, label }) => (
              <Button
                key={stackId}
                onClick={() =>
                  void send((bridge) => bridge.retryStack(caseId, stackId))
                }
              >
                Send {label === "" ? "the stack" : label} once more
              </Button>
            ))}
        />
      )}
    </>
  );
}

async function saveReceipt(caseId: CaseId): Promise<void> {
  if ((await ask((bridge) => bridge.saveReceipt(caseId))) === true)
    noticeDone("Receipt saved");
}

function Account({
  caseId,
  account,
}: {
  readonly caseId: CaseId;
  readonly account: SendAccount;
}): ReactNode {
  return (
    <section className={styles.account} aria-labelledby="send-account">
      <h3 id="send-account" className={styles.heading}>
        Every file accounted for
      </h3>
      <p className={styles.sum}>
        <strong>{formatCount(account.found)}</strong> found ={" "}
        <strong>{formatCount(account.uploaded)}</strong> uploaded +{" "}
        <strong>{formatCount(account.leftOut)}</strong> left out
      </p>
      {account.leftOut > 0 && (
        <>
          <dl className={styles.reasons}>
            {gatherByTitle(account.leftOutByReason).map(
              ({ title, count, reason }) => (
                <div key={title} className={styles.reason}>
                  <dt>
                    {title}
                    <span className={styles.small}>
                      {" "}
                      {leftOutWords(reason).why}
                    </span>
                  </dt>
                  <dd className={styles.number}>{formatCount(count)}</dd>
                </div>
              ),
            )}
          </dl>
          <div>
            <Button
              size="small"
              icon={ListX}
              onClick={() => {
                openDialog({ kind: "leftOut", caseId });
              }}
            >
              Show files left out
            </Button>
          </div>
        </>
      )}
    </section>
  );
}
