// What each journal entry does to the state; the whole history is a fold of these.
import { assertNever } from "../../shared/assertNever.ts";
import type { DiskFailure } from "../../shared/failure.ts";
import type { Sha256Hex, StackId, StudyKey } from "../../shared/identifiers.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import { withImagesLeftOut, withReplacedImages } from "./changedImages.ts";
import type { JournalEntry } from "./journalEntry.ts";
import {
  initialState,
  pictureBytes,
  storedImage,
  type StackState,
  type StudyState,
  type UploadState,
} from "./uploadState.ts";

/** An entry after the first. */
export type UploadEvent = Exclude<JournalEntry, { kind: "planFrozen" }>;

/** The state after an event. Pure. An event about something the plan does not hold changes nothing. */
export function transition(
  state: UploadState,
  event: UploadEvent,
): UploadState {
  switch (event.kind) {
    case "accountBound":
      return { ...state, plan: { ...state.plan, login: event.login } };
    case "caseIntended":
      return {
        ...state,
        remoteCase: { kind: "intended", atMs: event.atMs },
      };
    case "caseWithdrawn":
      return { ...state, remoteCase: { kind: "notCreated" } };
    case "caseCreated":
      return {
        ...state,
        remoteCase: { kind: "created", remoteCaseId: event.remoteCaseId },
      };
    case "studyIntended":
      return withStudy(state, event.studyKey, { kind: "intended" });
    case "studyWithdrawn":
      return withStudy(state, event.studyKey, { kind: "notCreated" });
    case "studyCreated":
      return withStudy(state, event.studyKey, {
        kind: "created",
        remoteStudyId: event.remoteStudyId,
      });
    case "imageStored":
      return withImage(state, event);
    case "imageStoredOtherwise":
      return withImageInDoubt(state, event.sha256Hex);
    case "stackIntended":
      return withStack(state, event.stackId, (stack) => ({
        ...stack,
        attach: { kind: "intended" },
      }));
    case "stackWithdrawn":
      return withStack(state, event.stackId, (stack) => ({
        ...stack,
        attach: { kind: "notAttached" },
      }));
    case "stackAttached":
      return withPicturesSent(
        withStack(state, event.stackId, (stack) => ({
          ...stack,
          attach: {
            kind: "attached",
            jobId: event.jobId,
            atMs: event.atMs,
            processing: "unknown",
          },
        })),
        event.stackId,
      );
    case "stackProcessed":
      return withStack(state, event.stackId, (stack) =>
        stack.attach.kind === "attached"
          ? {
              ...stack,
              attach: {
                ...stack.attach,
                processing: event.hasFailed ? "failed" : "processed",
              },
            }
          : stack,
      );
    case "stackRetried":
      return withStack(state, event.stackId, (stack) => ({
        ...stack,
        attach: { kind: "notAttached" },
      }));
    case "stackReplaced":
      return withReplacedImages(state, event.stackId, event.images);
    case "imagesLeftOut":
      return withImagesLeftOut(state, event.stackId, event.images);
    case "draftGivenUp":
      return withoutDraft(state, event.remoteCaseId);
    case "studyGivenUp":
      return withoutStudy(state, event.studyKey, event.remoteStudyId);
    case "paused":
      return { ...state, isPaused: true };
    case "resumed":
      return { ...state, isPaused: false };
    case "finished":
      return { ...state, finishedAtMs: event.atMs };
    case "cancelled":
      return { ...state, isCancelled: true };
    default:
      return assertNever(event, "journal entry");
  }
}

/** The state a journal tells. A journal that does not begin with the plan, or holds a second one, is damaged. */
export function replay(
  entries: readonly JournalEntry[],
): Result<UploadState, DiskFailure> {
  const [first, ...events] = entries;
  if (first?.kind !== "planFrozen")
    return failed({ kind: "recordDamaged", record: "journal" });
  let state = initialState(first.plan, first.atMs);
  for (const event of events) {
    if (event.kind === "planFrozen")
      return failed({ kind: "recordDamaged", record: "journal" });
    state = transition(state, event);
  }
  return success(state);
}

/** As in the beginning, but for what the user decided: nothing that the old draft was given counts for the next one. */
function withoutDraft(state: UploadState, remoteCaseId: number): UploadState {
  const { plan } = state;
  if (plan.target.kind !== "newCase") return state;
  const fresh = initialState(plan, state.frozenAtMs);
  return {
    ...fresh,
    stacks: fresh.stacks.map((stack, index) => ({
      ...stack,
      leftOut: state.stacks[index]?.leftOut ?? [],
    })),
    givenUpDrafts: [...state.givenUpDrafts, remoteCaseId],
    storedOtherwise: state.storedOtherwise,
    isCancelled: state.isCancelled,
    isPaused: state.isPaused,
  };
}

/**
 * The stacks it was given went with it, so they are attached once more: to the study that is made in its place. Also where the
 * entry that told of the study was left out of a journal made shorter, as the study that came after it has taken its place.
 */
function withoutStudy(
  state: UploadState,
  studyKey: StudyKey,
  remoteStudyId: number,
): UploadState {
  const { plan, studies } = state;
  const index = plan.studies.findIndex((study) => study.studyKey === studyKey);
  const study = studies[index];
  const isOther =
    study?.kind === "created" && study.remoteStudyId !== remoteStudyId;
  if (study === undefined || isOther) return state;
  return {
    ...state,
    studies: studies.with(index, { kind: "notCreated" }),
    stacks: state.stacks.map((stack) =>
      stack.studyIndex === index
        ? { ...stack, attach: { kind: "notAttached" } }
        : stack,
    ),
    givenUpStudies: [...state.givenUpStudies, remoteStudyId],
  };
}

function withStudy(
  state: UploadState,
  studyKey: StudyKey,
  study: StudyState,
): UploadState {
  const index = state.plan.studies.findIndex(
    (planned) => planned.studyKey === studyKey,
  );
  return index < 0
    ? state
    : { ...state, studies: state.studies.with(index, study) };
}

function withStack(
  state: UploadState,
  stackId: StackId,
  change: (stack: StackState) => StackState,
): UploadState {
  const index = state.stacks.findIndex(
    (stack) => stack.plan.stackId === stackId,
  );
  const stack = state.stacks[index];
  return stack === undefined
    ? state
    : { ...state, stacks: state.stacks.with(index, change(stack)) };
}

/** The request that makes a stack of pictures also brings them. */
function withPicturesSent(state: UploadState, stackId: StackId): UploadState {
  const stack = state.stacks.find(({ plan }) => plan.stackId === stackId);
  const isNew =
    stack?.plan.picture !== undefined &&
    stack.storedCount < stack.images.length;
  if (!isNew) return state;
  return {
    ...withStack(state, stackId, (sent) => ({
      ...sent,
      storedCount: sent.images.length,
    })),
    storedBytes: state.storedBytes + pictureBytes(stack.plan),
  };
}

function withImage(
  state: UploadState,
  event: Extract<UploadEvent, { kind: "imageStored" }>,
): UploadState {
  const stored = { uploadId: event.uploadId, atMs: event.atMs };
  let { stacks, storedBytes } = state;
  if (storedImage(state, event.sha256Hex) === null)
    storedBytes += sizeOf(state, event.sha256Hex);
  for (const { stackIndex, imageIndex } of state.places.get(event.sha256Hex) ??
    []) {
    const stack = stacks[stackIndex];
    if (stack === undefined) continue;
    const isNew = stack.images[imageIndex] === null;
    stacks = stacks.with(stackIndex, {
      ...stack,
      images: stack.images.with(imageIndex, stored),
      storedCount: stack.storedCount + (isNew ? 1 : 0),
    });
  }
  const storedOtherwise = state.storedOtherwise.has(event.sha256Hex)
    ? new Set(
        [...state.storedOtherwise].filter((hash) => hash !== event.sha256Hex),
      )
    : state.storedOtherwise;
  return { ...state, stacks, storedBytes, storedOtherwise };
}

function withImageInDoubt(
  state: UploadState,
  sha256Hex: Sha256Hex,
): UploadState {
  const wasStored = storedImage(state, sha256Hex) !== null;
  let { stacks } = state;
  for (const { stackIndex, imageIndex } of state.places.get(sha256Hex) ?? []) {
    const stack = stacks[stackIndex];
    if (stack === undefined || !wasStored) continue;
    stacks = stacks.with(stackIndex, {
      ...stack,
      images: stack.images.with(imageIndex, null),
      storedCount: stack.storedCount - 1,
    });
  }
  return {
    ...state,
    stacks,
    storedBytes: state.storedBytes - (wasStored ? sizeOf(state, sha256Hex) : 0),
    storedOtherwise: new Set([...state.storedOtherwise, sha256Hex]),
  };
}

function sizeOf(state: UploadState, sha256Hex: Sha256Hex): number {
  const place = state.places.get(sha256Hex)?.[0];
  return place === undefined
    ? 0
    : (state.stacks[place.stackIndex]?.plan.images[place.imageIndex]
        ?.sizeBytes ?? 0);
}
