// Buttons that lead to the draft on the site, and the one that asks whether to cancel.
import { ExternalLink, Link, X } from "lucide-react";
import type { ReactNode } from "react";
import type { CaseId } from "../../../shared/identifiers.ts";
import { isAllSent } from "../../../shared/sentWhole.ts";
import type { UploadView } from "../../../shared/snapshot.ts";
import { send } from "../../bridge/commands.ts";
import { noticeDone } from "../../bridge/notices.ts";
import { Button } from "../../controls/Button.tsx";
import { openDialog } from "../../view/viewState.ts";

/** Opens the draft in the browser, or copies its link. */
export function CaseLink({
  caseId,
  isMain = false,
}: {
  readonly caseId: CaseId;
  readonly isMain?: boolean;
}): ReactNode {
  return (
    <>
      <Button
        look={isMain ? "primary" : "plain"}
        icon={ExternalLink}
        onClick={() => void send((bridge) => bridge.openCaseInBrowser(caseId))}
      >
        Open the draft
      </Button>
      <Button
        icon={Link}
        onClick={() =>
          void send((bridge) => bridge.copyCaseLink(caseId)).then((copied) => {
            if (copied) noticeDone("Link copied");
          })
        }
      >
        Copy its link
      </Button>
    </>
  );
}

/** Where to look for a draft whose number nobody knows. */
export function OwnDraftsLink(): ReactNode {
  return (
    <Button
      icon={ExternalLink}
      onClick={() => void send((bridge) => bridge.openSitePage("ownDrafts"))}
    >
      Show my drafts on the site
    </Button>
  );
}

/** Asks before it cancels. Not there once all is sent. */
export function CancelButton({
  caseId,
  upload,
}: {
  readonly caseId: CaseId;
  readonly upload: UploadView;
}): ReactNode {
  return isAllSent(upload) ? null : (
    <Button
      look="quiet"
      icon={X}
      onClick={() => {
        openDialog({ kind: "cancelUpload", caseId });
      }}
    >
      Cancel…
    </Button>
  );
}
