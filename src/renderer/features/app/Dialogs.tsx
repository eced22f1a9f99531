// The dialogs and questions of the window; at most one is open.
import type { ReactNode } from "react";
import type { CaseId } from "../../../shared/identifiers.ts";
import { cancelQuestionWords } from "../../../shared/messages/cancelledWords.ts";
import type { AppSnapshot, CaseSummary } from "../../../shared/snapshot.ts";
import { forgetCase, send } from "../../bridge/commands.ts";
import { useRemoteState } from "../../bridge/remoteState.ts";
import { DangerQuestion } from "../../controls/Modal.tsx";
import { useLast } from "../../controls/useLast.ts";
import { closeDialog, useViewState } from "../../view/viewState.ts";
import { caseTitle, isUploading } from "../caseList/caseStage.ts";
import { LeftOutDialog } from "../images/LeftOutDialog.tsx";
import { ViewerDialog } from "../images/ViewerDialog.tsx";
import { DiagnosticsDialog } from "../network/DiagnosticsDialog.tsx";
import { ProxySignInDialog } from "../network/ProxySignInDialog.tsx";
import { SentCasesDialog } from "../sentCases/SentCasesDialog.tsx";
import { ForgetEverything } from "../settings/ForgetEverything.tsx";
import { SettingsDialog } from "../settings/SettingsDialog.tsx";
import { ShortcutsDialog } from "../shortcuts/ShortcutsDialog.tsx";

/** Renders whichever dialog is open. */
export function Dialogs({ app }: { readonly app: AppSnapshot }): ReactNode {
  const dialog = useViewState((state) => state.dialog);
  return (
    <>
      <SettingsDialog app={app} isOpen={dialog?.kind === "settings"} />
      <DiagnosticsDialog
        diagnostics={app.network.diagnostics}
        isOpen={dialog?.kind === "diagnostics"}
      />
      <ProxySignInDialog asked={app.network.proxySignIn} />
      <ShortcutsDialog
        platform={app.platform}
        isOpen={dialog?.kind === "shortcuts"}
      />
      <SentCasesDialog app={app} isOpen={dialog?.kind === "sentCases"} />
      <LeftOutDialog
        caseId={dialog?.kind === "leftOut" ? dialog.caseId : null}
      />
      <ViewerDialog shown={dialog?.kind === "viewer" ? dialog : null} />
      <ForgetQuestion
        cases={app.cases}
        forgotten={
          dialog?.kind === "forget"
            ? (app.cases.find((item) => item.caseId === dialog.caseId) ?? null)
            : null
        }
      />
      <ForgetEverything
        cases={app.cases}
        isOpen={dialog?.kind === "forgetEverything"}
      />
      <DangerQuestion
        title="Sign out?"
        description="Uploads of this account stop until you sign in again; those of other accounts go on. Your cases and drafts stay where they are."
        actionName="Sign out"
        keepName="Stay signed in"
        isOpen={dialog?.kind === "signOut"}
        onClose={closeDialog}
        onAction={() => void send((bridge) => bridge.signOut())}
      />
      <CancelUploadQuestion
        caseId={dialog?.kind === "cancelUpload" ? dialog.caseId : null}
      />
    </>
  );
}

function CancelUploadQuestion({
  caseId,
}: {
  readonly caseId: CaseId | null;
}): ReactNode {
  const openCase = useRemoteState((state) => state.openCase);
  const asked = useLast(openCase?.caseId === caseId ? openCase : null);
  return (
    <DangerQuestion
      title="Cancel the upload?"
      description={cancelQuestionWords(
        asked !== null && asked.destination.draft !== null,
      )}
      actionName="Cancel the upload"
      keepName="Go on uploading"
      isOpen={caseId !== null}
      onClose={closeDialog}
      onAction={() => {
        if (caseId !== null) void send((bridge) => bridge.cancelUpload(caseId));
      }}
    />
  );
}

function ForgetQuestion({
  cases,
  forgotten,
}: {
  readonly cases: readonly CaseSummary[];
  readonly forgotten: CaseSummary | null;
}): ReactNode {
  const openCaseId = useRemoteState((state) => state.openCaseId);
  const shown = useLast(forgotten);
  const isSent = shown?.stage.kind === "done" || shown?.stage.kind === "sent";
  return (
    <DangerQuestion
      title={`Forget “${shown === null ? "" : caseTitle(shown)}”?`}
      description={
        isSent
          ? "The case disappears from this list, with its record and receipt, and is no longer known when you send the same images again. This cannot be undone. The draft on the site is not touched, nor are your original files."
          : "What you typed and selected for this case is deleted from this computer, with its prepared images. This cannot be undone. Your original files are not touched, nor is a draft that was begun on the site."
      }
      actionName="Forget the case"
      keepName="Keep it"
      isOpen={forgotten !== null && !isUploading(forgotten.stage)}
      onClose={closeDialog}
      onAction={() => {
        if (forgotten === null) return;
        const next = cases.find((item) => item.caseId !== forgotten.caseId);
        void forgetCase(
          forgotten.caseId,
          openCaseId === forgotten.caseId
            ? { next: next?.caseId ?? null }
            : null,
        );
      }}
    />
  );
}
