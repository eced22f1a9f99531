// Sending that will not go on by itself: why, and the remedy.
import { CopyPlus, LogIn, RotateCw } from "lucide-react";
import type { ReactNode } from "react";
import type { CaseId } from "../../../shared/identifiers.ts";
import type { Failure } from "../../../shared/failure.ts";
import { failureWords } from "../../../shared/messages/failureWords.ts";
import { countOf } from "../../../shared/messages/quantities.ts";
import type { SendProgress, UploadView } from "../../../shared/snapshot.ts";
import { openResult, send } from "../../bridge/commands.ts";
import { Button } from "../../controls/Button.tsx";
import { showAccount } from "../../view/viewState.ts";
import { WordsCallout } from "../../controls/Callout.tsx";
import { CancelButton, CaseLink } from "./CaseLink.tsx";
import { Phases } from "./Phases.tsx";
import { arrivedWords } from "./sendWords.ts";
import { StackTable } from "./StackTable.tsx";
import styles from "./UploadPart.module.css";

/** The failure in words, with the buttons that help. */
export function Stopped({
  caseId,
  upload,
}: {
  readonly caseId: CaseId;
  readonly upload: UploadView & { readonly kind: "stopped" };
}): ReactNode {
  const { failure, progress } = upload;
  return (
    <>
      <WordsCallout
        words={failureWords(failure)}
        live="alert"
        actions={
          <>
            <LeaveOut caseId={caseId} failure={failure} />
            {!isGone(failure) && <Remedy caseId={caseId} failure={failure} />}
            <Button
              look={isHelpedOtherwise(failure) ? "plain" : "primary"}
              icon={RotateCw}
              onClick={() => void send((bridge) => bridge.resumeUpload(caseId))}
            >
              Try again
            </Button>
            {/* After it: to look again is safe, to give up what may still be there is not. */}
            {isGone(failure) && <Remedy caseId={caseId} failure={failure} />}
            {progress.caseUrl !== null && <CaseLink caseId={caseId} />}
            <CancelButton caseId={caseId} upload={upload} />
          </>
        }
      />
      <Phases phase={progress.phase} />
      {!isGone(failure) && (
        <p className={styles.numbers}>{keptWords(progress)}</p>
      )}
      <StackTable stacks={progress.stacks} />
    </>
  );
}

/** Beside any other remedy: nothing is left out unless the user says so, with the number before the eyes. */
function LeaveOut({
  caseId,
  failure,
}: {
  readonly caseId: CaseId;
  readonly failure: Failure;
}): ReactNode {
  if (failure.kind !== "notAnonymized" || failure.refusedImages === undefined)
    return null;
  const { places, outOf } = failure.refusedImages;
  return (
    <Button
      onClick={() =>
        void send((bridge) => bridge.leaveOutRefusedImages(caseId))
      }
    >
      Leave {countOf(places.length, "image")} of {outOf} out
    </Button>
  );
}

/** What to do before trying again, where a button can do it; the words say the rest. */
function Remedy({
  caseId,
  failure,
}: {
  readonly caseId: CaseId;
  readonly failure: Failure;
}): ReactNode {
  if (failure.kind === "notAnonymized" && failure.tags.includes("00080018"))
    return (
      <Button
        onClick={() => void send((bridge) => bridge.omitSopInstanceUID(caseId))}
      >
        Send without SOP Instance UID
      </Button>
    );
  if (failure.kind === "draftGone" && failure.isReplaceable === true)
    return (
      <Button onClick={() => void send((bridge) => bridge.giveUpDraft(caseId))}>
        Make a new draft and send everything again
      </Button>
    );
  if (failure.kind === "studyGone")
    return (
      <Button onClick={() => void send((bridge) => bridge.giveUpStudy(caseId))}>
        Make a new study instead
      </Button>
    );
  if (failure.kind === "spoolDamaged")
    return (
      <Button
        look="primary"
        icon={CopyPlus}
        onClick={() => void openResult((bridge) => bridge.remakeCase(caseId))}
      >
        Make a new case from its files
      </Button>
    );
  if (needsSignIn(failure))
    return (
      <Button
        look="primary"
        icon={LogIn}
        onClick={() =>
          void send((bridge) => bridge.signInForCase(caseId)).then(
            (isBegun) => {
              if (isBegun) showAccount();
            },
          )
        }
      >
        Sign in
      </Button>
    );
  if (failure.kind === "quotaFull")
    return (
      <Button
        onClick={() => void send((bridge) => bridge.openSitePage("ownDrafts"))}
      >
        Show my drafts
      </Button>
    );
  return null;
}

function keptWords(progress: SendProgress): string {
  return progress.sentImages === 0
    ? "Nothing has arrived so far."
    : `Arrived so far: ${arrivedWords(progress)}. None of it is sent again.`;
}

/** What had arrived went with the draft or the study, at least in part, unless it is found again. */
function isGone({ kind }: Failure): boolean {
  return kind === "draftGone" || kind === "studyGone";
}

/** Trying again comes to nothing before that. */
function needsSignIn({ kind }: Failure): boolean {
  return kind === "signInNeeded" || kind === "signInFailed";
}

/** Another button comes first: trying again alone changes nothing. */
function isHelpedOtherwise(failure: Failure): boolean {
  return needsSignIn(failure) || failure.kind === "spoolDamaged";
}
