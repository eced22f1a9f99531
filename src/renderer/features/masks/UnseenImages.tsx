// Images that nobody has looked through: what is known of them, looking again, and the user's word for them.
import { Undo2 } from "lucide-react";
import { useState, type ReactNode } from "react";
import type { CaseId } from "../../../shared/identifiers.ts";
import type { StackView } from "../../../shared/snapshot.ts";
import { Button } from "../../controls/Button.tsx";
import { edit } from "../images/stackEdits.ts";
import { AcceptForm } from "./AcceptForm.tsx";
import { unseenWords } from "./maskWords.ts";
import { SearchAgain } from "./SearchAgain.tsx";
import styles from "./UnseenImages.module.css";

const reasons = ["I looked at them myself"];

/** Nothing where every image was looked through, or the search goes on. */
export function UnseenImages({
  caseId,
  stack,
  isFrozen,
}: {
  readonly caseId: CaseId;
  readonly stack: StackView;
  readonly isFrozen: boolean;
}): ReactNode {
  const [isAccepting, setIsAccepting] = useState(false);
  const { state, unseen } = stack.text;
  const words = unseenWords(stack);
  const hasFailed = state.kind === "failed";
  const hasUnseen =
    hasFailed || (state.kind === "looked" && state.unseenImages > 0);
  if (!hasUnseen) return null;
  const accept = (reason: string | null) => {
    setIsAccepting(false);
    edit(caseId, {
      kind: "acceptFindings",
      findingIds: [unseen.findingId],
      reason,
    });
  };
  if (unseen.status.kind === "accepted")
    return (
      <div className={styles.unseen}>
        <p>Accepted: {unseen.status.reason}</p>
        {!isFrozen && (
          <Button
            size="small"
            look="quiet"
            icon={Undo2}
            onClick={() => {
              accept(null);
            }}
          >
            Take that back
          </Button>
        )}
      </div>
    );
  if (words === null && !hasFailed) return null;
  return (
    <div className={styles.unseen}>
      {words !== null && <p className={styles.warning}>{words}</p>}
      {!isFrozen && !isAccepting && (
        <div className={styles.actions}>
          {hasFailed && <SearchAgain caseId={caseId} />}
          <Button
            size="small"
            look="quiet"
            onClick={() => {
              setIsAccepting(true);
            }}
          >
            Accept…
            <span className="visually-hidden"> images not looked through</span>
          </Button>
        </div>
      )}
      {isAccepting && (
        <AcceptForm
          reasons={reasons}
          label="Why they may leave"
          onAccept={accept}
          onCancel={() => {
            setIsAccepting(false);
          }}
        />
      )}
    </div>
  );
}
