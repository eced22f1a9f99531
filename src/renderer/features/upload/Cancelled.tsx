// A case that was given up: what is on the site of it, and the way there.
import type { ReactNode } from "react";
import type { CaseId } from "../../../shared/identifiers.ts";
import { cancelledWords } from "../../../shared/messages/cancelledWords.ts";
import type { UploadView } from "../../../shared/snapshot.ts";
import { Callout } from "../../controls/Callout.tsx";
import { CaseLink, OwnDraftsLink } from "./CaseLink.tsx";
import { StackTable } from "./StackTable.tsx";

/** The end of a case: the stacks that are known to be on the site, and in words what may be there besides. */
export function Cancelled({
  caseId,
  upload,
}: {
  readonly caseId: CaseId;
  readonly upload: UploadView & { readonly kind: "cancelled" };
}): ReactNode {
  return (
    <>
      <Callout
        tone="warn"
        title="The upload was cancelled"
        actions={<WayThere caseId={caseId} upload={upload} />}
      >
        {cancelledWords(upload).map((paragraph) => (
          <p key={paragraph}>{paragraph}</p>
        ))}
      </Callout>
      <StackTable stacks={upload.stacks} />
    </>
  );
}

/** None where nothing was made. */
function WayThere({
  caseId,
  upload: { caseUrl, left },
}: Parameters<typeof Cancelled>[0]): ReactNode {
  if (caseUrl !== null) return <CaseLink caseId={caseId} />;
  return left.inDoubt.length > 0 ? <OwnDraftsLink /> : null;
}
