// What each part of a case still needs, and where a blocker is mended.
import { assertNever } from "../../../shared/assertNever.ts";
import { formatPercent } from "../../../shared/messages/quantities.ts";
import { isSentWhole } from "../../../shared/sentWhole.ts";
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

/** Mark on a part's tab: `text` is shown, `name` is read out. */
interface PartNeed {
  readonly text: string;
  readonly name: string;
  readonly tone: "quiet" | "accent" | "good" | "warn";
}

/** What a part still needs; null if nothing. */
export function partNeed(
  part: CasePart,
  snapshot: CaseSnapshot,
): PartNeed | null {
  if (part === "secondLook") return null;
  if (part === "upload") return uploadNeed(snapshot.upload);
  if (snapshot.isFrozen) return null;
  const open = snapshot.check.blockers.filter(
    (blocker) => partOfBlocker(blocker) === part,
  );
  if (open.length === 0)
    return { text: "✓", name: "nothing missing", tone: "good" };
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
        return { text: "✓", name: "sent, site is processing", tone: "good" };
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
      return isSentWhole(upload)
        ? { text: "✓", name: "done", tone: "good" }
        : needsAttention;
    default:
      return assertNever(upload, "upload");
  }
}
