// A case as the window sees it, in the list and opened, put together from the parts of its session.
import { serviceOfPlan, type Destination } from "../../shared/destination.ts";
import type { CaseId } from "../../shared/identifiers.ts";
import type {
  CaseSnapshot,
  CaseStage,
  CaseSummary,
} from "../../shared/snapshot.ts";
import { findBlockers } from "../casefile/blockers.ts";
import type { ChosenStack } from "../casefile/caseImages.ts";
import type { EditedDraft } from "../casefile/editedDraft.ts";
import type { CaseRecord } from "./caseRecord.ts";
import type { CaseSending } from "./caseSending.ts";
import { imagesView, type ViewSources } from "./caseView.ts";
import type { ImageChecks } from "./imageChecks.ts";
import type { Intake } from "./intake.ts";
import type { CaseSecondLook } from "../secondLook/caseSecondLook.ts";
import type { Preparation } from "./preparation.ts";
import {
  creditBlockers,
  creditViews,
  publicDataBlockers,
} from "./publicCredit.ts";
import { sentBeforeBlockers, type SentBefore } from "./sentBefore.ts";

/** What a line of the list is made of. */
interface SummaryParts {
  readonly caseId: CaseId;
  readonly record: CaseRecord;
  readonly intake: Intake;
  readonly preparation: Preparation;
  readonly sending: CaseSending;
  /** 1 for the one that is sent next; null where it does not wait. */
  readonly queuePlace: number | null;
}

/** What a snapshot is made of. */
interface SnapshotParts extends SummaryParts {
  readonly revision: number;
  readonly edited: EditedDraft;
  readonly secondLook: CaseSecondLook;
  readonly stacks: readonly ChosenStack[];
  readonly sentBefore: SentBefore;
  readonly sources: Omit<ViewSources, "prepared"> &
    Pick<ImageChecks, "typedIn">;
}

/** The snapshot as of now. */
export function caseSnapshot(parts: SnapshotParts): CaseSnapshot {
  const { record, edited, stacks, intake, preparation, sources } = parts;
  const sentBefore = parts.sentBefore.view(edited.draft);
  const { acceptances, isFrozen, roots } = record;
  const { groups, isScanning } = intake;
  const draft = edited.draft;
  const { searchOf } = sources;
  const { prepared } = preparation;
  const typed = sources.typedIn(groups, draft, stacks);
  return {
    caseId: parts.caseId,
    revision: parts.revision,
    destination: destinationOf(parts),
    intake: intake.view(),
    ...imagesView(groups, draft, { ...sources, prepared }),
    check: {
      acceptances,
      preparation: preparation.view(stacks, roots),
      confirmations: draft.confirmations,
      typed,
      sentBefore,
      credit: creditViews({ record, draft, stacks }),
      blockers: [
        ...sentBeforeBlockers(sentBefore),
        ...creditBlockers({ record, draft, stacks }),
        ...findBlockers({
          groups,
          draft,
          isScanning,
          prepared,
          acceptances,
          searchOf,
          typed,
        }),
        ...publicDataBlockers({ record, draft, stacks }),
      ],
    },
    upload: parts.sending.view(),
    secondLook: parts.secondLook.view(),
    canUndo: !isFrozen && edited.canUndo,
    canRedo: !isFrozen && edited.canRedo,
    isFrozen,
  };
}

/** As frozen in the plan; before that as chosen. */
function destinationOf({ sending, edited }: SnapshotParts): Destination {
  const sent = sending.case?.destination;
  if (sent === undefined) return edited.draft.destination;
  const { serviceOrigin, login, draft } = sent;
  const service = serviceOfPlan(serviceOrigin);
  return { account: login === null ? null : { service, login }, draft };
}

/** What was typed, or for a case without words of its own the title of the draft it goes to. */
function titleOf({ draft }: CaseRecord): string {
  const typed = (draft.form.title ?? "").trim();
  return typed === "" ? (draft.destination.draft?.title ?? "") : typed;
}

/** The line of a case in the list, as of now. */
export function caseSummary(parts: SummaryParts): CaseSummary {
  const { caseId, record } = parts;
  return {
    caseId,
    title: titleOf(record),
    stage: stageOf(parts),
    ...record.lastSeen,
    changedAtMs: record.changedAtMs,
    queuePlace: parts.queuePlace,
    login: parts.sending.case?.destination.login ?? null,
  };
}

/** Stage of a case on this computer. Sending comes first: the files of a case may be read again for the screen while it is sent. */
function stageOf(parts: SummaryParts): CaseStage {
  const { intake, preparation, sending } = parts;
  const stage = sending.stage();
  if (stage !== null) return stage;
  if (intake.isScanning) return { kind: "scanning", found: intake.foundSoFar };
  if (preparation.isRunning)
    return { kind: "preparing", fraction: preparation.fraction };
  return parts.record.isFrozen ? { kind: "needsAttention" } : { kind: "draft" };
}
