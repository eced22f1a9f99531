// The statements only the user can make, and the one on several patients.
import type { ReactNode } from "react";
import type { Confirmations } from "../../../shared/caseForm.ts";
import { confirmationStatement } from "../../../shared/messages/blockerWords.ts";
import { countOf } from "../../../shared/messages/quantities.ts";
import type { CaseSnapshot } from "../../../shared/snapshot.ts";
import { send } from "../../bridge/commands.ts";
import { Button } from "../../controls/Button.tsx";
import { Callout } from "../../controls/Callout.tsx";
import { Tick } from "../../controls/Choice.tsx";
import { useViewState } from "../../view/viewState.ts";
import { SplitByPatient } from "../images/SplitByPatient.tsx";
import { edit } from "../images/stackEdits.ts";
import styles from "./CheckPart.module.css";

const order: readonly (keyof Confirmations)[] = [
  "permission",
  "imagesChecked",
  "licence",
];

/** The last section of the check. */
export function Confirm({
  snapshot,
}: {
  readonly snapshot: CaseSnapshot;
}): ReactNode {
  const { confirmations, credit } = snapshot.check;
  const hasPublicData = credit.length > 0;
  const asked = hasPublicData ? ([...order, "publicData"] as const) : order;
  return (
    <section
      id="check-confirm"
      className={styles.section}
      aria-labelledby="check-confirm-title"
      tabIndex={-1}
    >
      <h3 id="check-confirm-title" className={styles.heading}>
        Confirm
      </h3>
      <SeveralPatients snapshot={snapshot} />
      <div className={styles.statements}>
        {asked.map((which) => (
          <div key={which} className={styles.statement}>
            <Tick
              isTicked={confirmations[which] === true}
              isDisabled={snapshot.isFrozen}
              onChange={(isTicked) => {
                edit(snapshot.caseId, {
                  kind: "setConfirmations",
                  confirmations: { [which]: isTicked },
                });
              }}
            >
              {confirmationStatement(which, hasPublicData)}
            </Tick>
            {which === "imagesChecked" && <NotLookedAt snapshot={snapshot} />}
          </div>
        ))}
      </div>
      <div className={styles.links}>
        <Button
          size="small"
          look="quiet"
          onClick={() =>
            void send((bridge) => bridge.openSitePage("patientConfidentiality"))
          }
        >
          On patient confidentiality
        </Button>
        <Button
          size="small"
          look="quiet"
          onClick={() => void send((bridge) => bridge.openSitePage("licence"))}
        >
          The licence
        </Button>
      </div>
    </section>
  );
}

/** Says which stacks have not been scrolled through here; it does not stop anyone who looked elsewhere. */
function NotLookedAt({
  snapshot,
}: {
  readonly snapshot: CaseSnapshot;
}): ReactNode {
  const lookedAt = useViewState((state) => state.lookedAt);
  const selected = snapshot.studies
    .flatMap((study) => study.stacks)
    .filter((stack) => stack.isSelected);
  const unseen = selected.filter((stack) => !lookedAt.has(stack.stackId));
  if (unseen.length === 0 || snapshot.isFrozen) return null;
  return (
    <p className={styles.unseen}>
      {unseen.length === selected.length
        ? "No stack has been scrolled through since the app started."
        : `${countOf(unseen.length, "stack")} of ${selected.length} not scrolled through since the app started.`}
    </p>
  );
}

function SeveralPatients({
  snapshot,
}: {
  readonly snapshot: CaseSnapshot;
}): ReactNode {
  const { acceptances, blockers } = snapshot.check;
  const isAsked = blockers.some(
    (blocker) => blocker.kind === "severalPatients",
  );
  if (!isAsked && !acceptances.severalPatients) return null;
  return (
    <Callout
      tone="warn"
      title={`The images name ${countOf(snapshot.patientCount, "patient")}`}
      actions={
        snapshot.isFrozen || acceptances.severalPatients ? undefined : (
          <SplitByPatient caseId={snapshot.caseId} />
        )
      }
    >
      <p>
        Names or numbers in the files differ. Often this is one patient with two
        spellings; if not, split the case, or select the stacks of one patient
        only.
      </p>
      <Tick
        isTicked={acceptances.severalPatients}
        isDisabled={snapshot.isFrozen}
        onChange={(isAccepted) =>
          void send((bridge) =>
            bridge.accept(snapshot.caseId, "severalPatients", isAccepted),
          )
        }
      >
        I mean them to be one case.
      </Tick>
    </Callout>
  );
}
