// What each part of a case still needs, and where a blocker is mended.
import { assertNever } from "../../../shared/assertNever.ts";
import { formatPercent } from "../../../shared/messages/quantities.ts";
import {
  hasFailedStack,
  isProcessingAwaited,
  isSentWhole,
} from "../../../shared/sentWhole.ts";
import type {
  Blocker,
  CaseSnapshot,
  UploadView,
} from "../../../shared/snapshot.ts";
import type { CasePart } from "../../view/viewState.ts";

/** The part of the window where a blocker is mended. */
function partOfBlocker(blocker: Blocker): CasePart {
  switch (blocker.kind) {
    case "noImages":
    case "nothingSelected":
    case "sameImageTwice":
    case "textNotLookedFor":
    case "imagesNotSeen":
    case "burnedInText":
    case "scanning":
    case "licenceForbids":
      return "images";
    case "missingField":
    case "patientWordsTyped":
    case "creditMissing":
    case "creditHasNoPlace":
    case "citationMissing":
      return "details";
    case "notPrepared":
    case "imagesRefused":
    case "severalPatients":
    case "sentBefore":
    case "notConfirmed":
      return "check";
    default:
      return assertNever(blocker, "blocker");
  }
}

/** While there is nothing to send, the rest of the case has not been judged: no tick would be true. */
function isUnjudged(blocker: Blocker): boolean {
  return (
    blocker.kind === "scanning" ||
    blocker.kind === "noImages" ||
    blocker.kind === "nothingSelected"
  );
}

/** Mark on a part's tab: `text` is shown, `name` is read out. */
interface PartNeed {
  readonly text: string;
  readonly name: string;
  readonly tone: "quiet" | "accent" | "good" | "warn";
}

/** What a part still needs; null where there is nothing to say. */
export function partNeed(
  part: CasePart,
  snapshot: CaseSnapshot,
): PartNeed | null {
  if (part === "secondLook") return null;
  if (part === "upload") return uploadNeed(snapshot.upload);
  if (snapshot.isFrozen) return null;
  const { blockers } = snapshot.check;
  const open = blockers.filter((blocker) => partOfBlocker(blocker) === part);
  if (open.length === 0)
    return blockers.some(isUnjudged)
      ? null
      : { text: "✓", name: "nothing missing", tone: "good" };
  return {
    text: String(open.length),
    name: `${open.length} still to do`,
    tone: "warn",
  };
}

const needsAttention: PartNeed = {
  text: "!",
  name: "needs attention",
  tone: "warn",
};

const done: PartNeed = { text: "✓", name: "done", tone: "good" };
const awaitsSite: PartNeed = {
  text: "✓",
  name: "sent, site is processing",
  tone: "good",
};

function uploadNeed(upload: UploadView): PartNeed | null {
  switch (upload.kind) {
    case "notStarted":
    case "cancelled":
      return null;
    case "queued":
      return { text: "…", name: "queued", tone: "accent" };
    case "running":
    case "paused": {
      if (upload.progress.phase === "processing")
        return hasFailedStack(upload.progress) ? needsAttention : awaitsSite;
      const { sentBytes, totalBytes } = upload.progress;
      const percent = formatPercent(
        totalBytes === 0 ? 0 : sentBytes / totalBytes,
      );
      return upload.kind === "running"
        ? { text: percent, name: `${percent} sent`, tone: "accent" }
        : { text: percent, name: `paused at ${percent}`, tone: "quiet" };
    }
    case "stopped":
    case "inDoubt":
      return needsAttention;
    case "done":
      if (!isSentWhole(upload)) return needsAttention;
      return isProcessingAwaited(upload.progress) ? awaitsSite : done;
    default:
      return assertNever(upload, "upload");
  }
}
