// A drop of several patients: says so, and offers one case for each.
import { Users } from "lucide-react";
import { useState, type ReactNode } from "react";
import type { CaseId } from "../../../shared/identifiers.ts";
import { countOf } from "../../../shared/messages/quantities.ts";
import type { CaseSnapshot } from "../../../shared/snapshot.ts";
import { send } from "../../bridge/commands.ts";
import { Button } from "../../controls/Button.tsx";
import { Callout } from "../../controls/Callout.tsx";

/** Above the studies, until the case is split or the user has said that it is meant to be one. */
export function SeveralPatients({
  snapshot,
}: {
  readonly snapshot: CaseSnapshot;
}): ReactNode {
  const isAsked =
    snapshot.patientCount > 1 &&
    !snapshot.isFrozen &&
    snapshot.intake.kind !== "scanning" &&
    !snapshot.check.acceptances.severalPatients;
  if (!isAsked) return null;
  return (
    <Callout
      tone="warn"
      title={`These files are of ${countOf(snapshot.patientCount, "patient")}`}
      actions={<SplitByPatient caseId={snapshot.caseId} />}
    >
      <p>
        Names or numbers in them differ, and a case is of one patient. Each
        study below says which one it is of. Split them, or select the stacks of
        one patient only.
      </p>
    </Callout>
  );
}

/** Files stay where they are; each new case lists those of the others as left out. */
export function SplitByPatient({
  caseId,
}: {
  readonly caseId: CaseId;
}): ReactNode {
  const [isSplitting, setIsSplitting] = useState(false);
  return (
    <Button
      size="small"
      icon={Users}
      disabled={isSplitting}
      onClick={() => {
        setIsSplitting(true);
        void send((bridge) => bridge.splitCaseByPatient(caseId)).finally(() => {
          setIsSplitting(false);
        });
      }}
    >
      Split into one case per patient
    </Button>
  );
}
