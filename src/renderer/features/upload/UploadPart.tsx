// Upload: where sending stands, and what can be done about it.
import { CloudUpload } from "lucide-react";
import type { ReactNode } from "react";
import { assertNever } from "../../../shared/assertNever.ts";
import type { AppSnapshot, CaseSnapshot } from "../../../shared/snapshot.ts";
import { Button } from "../../controls/Button.tsx";
import { Callout } from "../../controls/Callout.tsx";
import { showPart } from "../../view/viewState.ts";
import { Cancelled } from "./Cancelled.tsx";
import { CancelButton } from "./CaseLink.tsx";
import { Done } from "./Done.tsx";
import { InDoubt } from "./InDoubt.tsx";
import { Stopped } from "./Stopped.tsx";
import { Transfer } from "./Transfer.tsx";
import styles from "./UploadPart.module.css";

/** The fourth part of a case. */
export function UploadPart({
  app,
  snapshot,
}: {
  readonly app: AppSnapshot;
  readonly snapshot: CaseSnapshot;
}): ReactNode {
  return (
    <div className={styles.part}>
      <UploadState app={app} snapshot={snapshot} />
    </div>
  );
}

function UploadState({
  app,
  snapshot,
}: {
  readonly app: AppSnapshot;
  readonly snapshot: CaseSnapshot;
}): ReactNode {
  const { upload, caseId } = snapshot;
  switch (upload.kind) {
    case "notStarted":
      return <NothingSent />;
    case "queued":
      return (
        <Callout
          tone="info"
          live="status"
          title="Waiting for its turn"
          actions={<CancelButton caseId={caseId} upload={upload} />}
        >
          <p>
            {app.account.kind === "signedIn"
              ? "Two cases are sent at a time. This one starts by itself."
              : "This case starts by itself as soon as you are signed in."}
          </p>
        </Callout>
      );
    case "running":
      return upload.account === undefined ? (
        <Transfer app={app} caseId={caseId} upload={upload} />
      ) : (
        <Done
          app={app}
          caseId={caseId}
          upload={{
            kind: "done",
            progress: upload.progress,
            account: upload.account,
            finishFailure: null,
          }}
        />
      );
    case "paused":
      return <Transfer app={app} caseId={caseId} upload={upload} />;
    case "stopped":
      return <Stopped caseId={caseId} upload={upload} />;
    case "inDoubt":
      return <InDoubt caseId={caseId} upload={upload} />;
    case "done":
      return <Done app={app} caseId={caseId} upload={upload} />;
    case "cancelled":
      return <Cancelled caseId={caseId} upload={upload} />;
    default:
      return assertNever(upload, "upload");
  }
}

function NothingSent(): ReactNode {
  return (
    <div className={styles.empty}>
      <CloudUpload aria-hidden />
      <h3 className={styles.heading}>Nothing has been sent yet</h3>
      <p>
        The case is sent from Check, once everything there is in order. It can
        be paused, and goes on after a restart where it stopped.
      </p>
      <Button
        look="primary"
        onClick={() => {
          showPart("check");
        }}
      >
        Go to Check
      </Button>
    </div>
  );
}
