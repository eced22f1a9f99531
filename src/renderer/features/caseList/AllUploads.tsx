// Buttons for all uploads at once, while several cases are on their way.
import { Pause, Play } from "lucide-react";
import { useState, type ReactNode } from "react";
import type { CaseSummary } from "../../../shared/snapshot.ts";
import { send } from "../../bridge/commands.ts";
import { Button } from "../../controls/Button.tsx";
import { DangerQuestion } from "../../controls/Modal.tsx";
import { allUploadsChoice } from "./allUploads.ts";
import styles from "./AllUploads.module.css";

/** Nothing while at most one case is on its way. */
export function AllUploads({
  cases,
}: {
  readonly cases: readonly CaseSummary[];
}): ReactNode {
  const [asksToCancel, setAsksToCancel] = useState(false);
  const choice = allUploadsChoice(cases);
  if (choice === null) return null;
  return (
    <div className={styles.row} role="group" aria-label="All uploads">
      {choice.canPause && (
        <Button
          size="small"
          icon={Pause}
          onClick={() => void send((bridge) => bridge.pauseAllUploads())}
        >
          Pause all
        </Button>
      )}
      {choice.canResume && (
        <Button
          size="small"
          icon={Play}
          onClick={() => void send((bridge) => bridge.resumeAllUploads())}
        >
          Go on with all
        </Button>
      )}
      <Button
        size="small"
        onClick={() => {
          setAsksToCancel(true);
        }}
      >
        Cancel all…
      </Button>
      <DangerQuestion
        title="Cancel all uploads?"
        description="Sending stops for good, also of cases that wait, and cannot be resumed. Drafts that were made on the site stay there with what has arrived, and you can delete them there. Your cases stay here."
        actionName="Cancel all uploads"
        keepName="Go on uploading"
        isOpen={asksToCancel}
        onClose={() => {
          setAsksToCancel(false);
        }}
        onAction={() => void send((bridge) => bridge.cancelAllUploads())}
      />
    </div>
  );
}
