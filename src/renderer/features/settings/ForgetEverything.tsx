// The question before everything on this computer is forgotten: names what goes, what stays, and which cases must be stopped first.
import { useState, type ReactNode } from "react";
import type { CaseSummary } from "../../../shared/snapshot.ts";
import { openCase, send } from "../../bridge/commands.ts";
import { noticeDone } from "../../bridge/notices.ts";
import { Callout } from "../../controls/Callout.tsx";
import { Tick } from "../../controls/Choice.tsx";
import { DangerQuestion } from "../../controls/Modal.tsx";
import { closeDialog } from "../../view/viewState.ts";
import { caseTitle, isUploading } from "../caseList/caseStage.ts";

/** The question. */
export function ForgetEverything({
  cases,
  isOpen,
}: {
  readonly cases: readonly CaseSummary[];
  readonly isOpen: boolean;
}): ReactNode {
  const [withAccounts, setWithAccounts] = useState(false);
  const onTheirWay = cases.filter(({ stage }) => isUploading(stage));
  return (
    <DangerQuestion
      title="Forget everything on this computer?"
      description="All cases and drafts in Casedrop with their prepared images, journals and receipts; what was unpacked; remembered masks and images sent before; everything in the practice service; the sample study and the logs. This cannot be undone. Drafts on the site stay there, and your original files are not touched."
      actionName="Forget everything"
      keepName="Keep it"
      isOpen={isOpen}
      isPossible={onTheirWay.length === 0}
      onClose={() => {
        setWithAccounts(false);
        closeDialog();
      }}
      onAction={() => void forgetEverything(withAccounts)}
    >
      <Tick isTicked={withAccounts} onChange={setWithAccounts}>
        Also forget sign-ins, the application, the X-Raydar key, the contact
        address and proxy passwords
      </Tick>
      {onTheirWay.length > 0 && (
        <Callout tone="warn" title="Stop these cases first">
          {onTheirWay.map((summary) => `“${caseTitle(summary)}”`).join(", ")}{" "}
          {onTheirWay.length === 1 ? "is" : "are"} being sent, queued or paused.
          Let sending end, or cancel the upload.
        </Callout>
      )}
    </DangerQuestion>
  );
}

async function forgetEverything(accounts: boolean): Promise<void> {
  await openCase(null);
  if (await send((bridge) => bridge.forgetEverything({ accounts })))
    noticeDone("Everything was forgotten.");
}
