// Removing patient data from what is selected: start, progress, outcome.
import { ShieldCheck, Square } from "lucide-react";
import type { ReactNode } from "react";
import { assertNever } from "../../../shared/assertNever.ts";
import { preparationHoldWords } from "../../../shared/messages/preparationHoldWords.ts";
import { failureWords } from "../../../shared/messages/failureWords.ts";
import {
  countOf,
  formatBytes,
  formatCount,
} from "../../../shared/messages/quantities.ts";
import type {
  CaseSnapshot,
  PreparationView,
} from "../../../shared/snapshot.ts";
import { send } from "../../bridge/commands.ts";
import { Button } from "../../controls/Button.tsx";
import { Callout, WordsCallout } from "../../controls/Callout.tsx";
import { ProgressBar } from "../../controls/ProgressBar.tsx";
import { stackName } from "../images/stackWords.ts";
import styles from "./CheckPart.module.css";

/** Stacks that are held back are named up to this many. */
const mostHeldShown = 20;

/** The first section of the check. */
export function Preparation({
  snapshot,
}: {
  readonly snapshot: CaseSnapshot;
}): ReactNode {
  return (
    <section
      id="check-preparation"
      className={styles.section}
      aria-labelledby="check-preparation-title"
      tabIndex={-1}
    >
      <h3 id="check-preparation-title" className={styles.heading}>
        Remove patient data
      </h3>
      <PreparationState snapshot={snapshot} />
    </section>
  );
}

function PreparationState({
  snapshot,
}: {
  readonly snapshot: CaseSnapshot;
}): ReactNode {
  const { preparation } = snapshot.check;
  switch (preparation.kind) {
    case "notStarted":
      return (
        <>
          <p className={styles.quiet}>
            Copies of the selected images are made without patient data, and
            each copy is read again and checked against the site&rsquo;s policy.
            Only these copies are ever sent; your files stay as they are.
          </p>
          <PrepareButton snapshot={snapshot} name="Prepare the images" />
        </>
      );
    case "outdated":
      return (
        <Callout
          tone="warn"
          title="Not all that is selected is prepared"
          actions={<PrepareButton snapshot={snapshot} name="Prepare again" />}
        >
          <p>
            What was prepared does not match the selection. Images that are
            unchanged are not prepared twice.
          </p>
        </Callout>
      );
    case "running": {
      const { preparedImages, totalImages, preparedBytes } = preparation;
      return (
        <div className={styles.progressRow}>
          <ProgressBar
            name="Removing patient data"
            fraction={totalImages === 0 ? 0 : preparedImages / totalImages}
          />
          <div className={styles.row}>
            <span>
              {formatCount(preparedImages)} of {countOf(totalImages, "image")},{" "}
              {formatBytes(preparedBytes)}
            </span>
            <Button
              size="small"
              icon={Square}
              onClick={() =>
                void send((bridge) => bridge.cancelPreparation(snapshot.caseId))
              }
            >
              Stop
            </Button>
          </div>
        </div>
      );
    }
    case "held":
      return <HeldStacks snapshot={snapshot} held={preparation} />;
    case "ready":
      return (
        <>
          <MissingFiles snapshot={snapshot} missing={preparation.missing} />
          <Callout
            tone={preparation.refused.length === 0 ? "good" : "warn"}
            live="status"
            title={`${countOf(preparation.preparedImages, "image")} prepared and checked, ${formatBytes(preparation.preparedBytes)}`}
          >
            <p>
              {preparation.refused.length === 0
                ? "Every copy was read again: nothing is left that the policy would change."
                : `${countOf(preparation.refused.length, "image")} could not be prepared and will not be sent.`}
            </p>
          </Callout>
        </>
      );
    case "failed":
      return (
        <WordsCallout
          words={failureWords(preparation.failure)}
          live="alert"
          actions={<PrepareButton snapshot={snapshot} name="Try again" />}
        />
      );
    default:
      return assertNever(preparation, "preparation");
  }
}

/** Stacks of which no copy is made yet, and why. */
function HeldStacks({
  snapshot,
  held: { stacks, preparedImages },
}: {
  readonly snapshot: CaseSnapshot;
  readonly held: PreparationView & { readonly kind: "held" };
}): ReactNode {
  const names = new Map(
    snapshot.studies
      .flatMap((study) => study.stacks)
      .map((stack) => [stack.stackId, stackName(stack)]),
  );
  return (
    <Callout
      tone={stacks.every(({ why }) => why === "searching") ? "info" : "warn"}
      live="status"
      title={`${countOf(preparedImages, "image")} prepared, ${countOf(stacks.length, "stack")} held back`}
      actions={
        <Button
          size="small"
          icon={Square}
          onClick={() =>
            void send((bridge) => bridge.cancelPreparation(snapshot.caseId))
          }
        >
          Stop
        </Button>
      }
    >
      <p>
        No copy is made of an image that may show a name. These stacks are
        prepared by themselves as soon as nothing is open:
      </p>
      <ul className={styles.small}>
        {stacks.slice(0, mostHeldShown).map(({ stackId, why }) => (
          <li key={stackId}>
            {names.get(stackId) ?? "A stack"}: {preparationHoldWords[why]}
          </li>
        ))}
        {stacks.length > mostHeldShown && (
          <li>and {formatCount(stacks.length - mostHeldShown)} more</li>
        )}
      </ul>
    </Callout>
  );
}

/** What to do when the disc was ejected or the share disconnected before everything was read. */
function MissingFiles({
  snapshot,
  missing: { count, names },
}: {
  readonly snapshot: CaseSnapshot;
  readonly missing: (PreparationView & {
    readonly kind: "ready";
  })["missing"];
}): ReactNode {
  if (count === 0) return null;
  return (
    <Callout
      tone="warn"
      live="alert"
      title={`${countOf(count, "file")} could not be reached`}
      actions={<PrepareButton snapshot={snapshot} name="Try again" />}
    >
      <p>
        They were there when they were read first. Put the disc back in, or
        connect the drive or share again, then try again: what has been prepared
        is kept.
      </p>
      <ul className={styles.small}>
        {names.map((name) => (
          <li key={name}>{name}</li>
        ))}
        {count > names.length && (
          <li>and {formatCount(count - names.length)} more</li>
        )}
      </ul>
    </Callout>
  );
}

function PrepareButton({
  snapshot,
  name,
}: {
  readonly snapshot: CaseSnapshot;
  readonly name: string;
}): ReactNode {
  const isPossible =
    snapshot.intake.kind !== "scanning" &&
    snapshot.studies.some((study) =>
      study.stacks.some((stack) => stack.isSelected),
    );
  return (
    <div>
      <Button
        look="primary"
        icon={ShieldCheck}
        disabled={!isPossible || snapshot.isFrozen}
        onClick={() =>
          void send((bridge) => bridge.prepareCase(snapshot.caseId))
        }
      >
        {name}
      </Button>
    </div>
  );
}
