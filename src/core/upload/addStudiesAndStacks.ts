// Steps: add one study to the draft; attach one stack to its study.
import type { Failure } from "../../shared/failure.ts";
import { failed, type Result } from "../../shared/result.ts";
import type { StudyAddress } from "../radiopaedia/stacks.ts";
import { explainRefusal, explainStackRefusal } from "./explainRefusal.ts";
import { guardedEffect } from "./guardedEffect.ts";
import { sendPictures } from "./sendPictures.ts";
import type { StepContext } from "./stepContext.ts";
import { uploadIds, type StackState, type UploadState } from "./uploadState.ts";

/** Adds the study. The draft must exist. */
export async function addStudy(
  context: StepContext,
  studyIndex: number,
  signal: AbortSignal,
): Promise<Result<null, Failure>> {
  const { client, clock, recorder } = context;
  const { plan, remoteCase } = recorder.state;
  const study = plan.studies[studyIndex];
  if (study === undefined || remoteCase.kind !== "created") return outOfOrder;
  const { studyKey } = study;
  const added = await guardedEffect<number>(
    context,
    {
      call: "createStudy",
      intended: () => ({
        kind: "studyIntended",
        atMs: clock.nowMs(),
        studyKey,
      }),
      withdrawn: () => ({
        kind: "studyWithdrawn",
        atMs: clock.nowMs(),
        studyKey,
      }),
      receipt: (remoteStudyId) => ({
        kind: "studyCreated",
        atMs: clock.nowMs(),
        studyKey,
        remoteStudyId,
        how: "answered",
      }),
      send: (graceSignal) =>
        client().createStudy(remoteCase.remoteCaseId, study, graceSignal),
    },
    signal,
  );
  return added.ok
    ? added
    : failed(await explainRefusal(context, added.failure, signal));
}

/** Attaches the stack, whole or not at all: every image must be stored. Pictures are sent here, in one request. */
export async function attachWholeStack(
  context: StepContext,
  stackIndex: number,
  signal: AbortSignal,
): Promise<Result<null, Failure>> {
  const { recorder } = context;
  const stack = recorder.state.stacks[stackIndex];
  const address = stack && studyAddress(recorder.state, stack);
  if (stack === undefined || address == null) return outOfOrder;
  const attached =
    stack.plan.picture === undefined
      ? await attachImages(context, stack, address, signal)
      : await sendPictures(context, stack, address, signal);
  if (attached.ok) return attached;
  const refused = { stack, address };
  return failed(
    ofStack(
      await explainStackRefusal(context, attached.failure, refused, signal),
      stack,
    ),
  );
}

async function attachImages(
  context: StepContext,
  stack: StackState,
  address: StudyAddress,
  signal: AbortSignal,
): Promise<Result<null, Failure>> {
  const { client, clock, engine } = context;
  const ids = uploadIds(stack);
  if (ids === null) return outOfOrder;
  if (new Set(ids).size !== distinctImages(stack)) return idsDoNotFit;
  const storedAtMs = lastStoredMs(stack);
  // Never longer than the pause itself: the clock may have been set back since.
  const restMs = storedAtMs + engine.settleMs - clock.nowMs();
  await clock.sleep(Math.min(restMs, engine.settleMs), signal);
  if (signal.aborted) return failed({ kind: "cancelled" });
  const { stackId, rootIndex, perspective, specifics } = stack.plan;
  return guardedEffect<string | null>(
    context,
    {
      call: "attachStack",
      intended: () => ({ kind: "stackIntended", atMs: clock.nowMs(), stackId }),
      withdrawn: () => ({
        kind: "stackWithdrawn",
        atMs: clock.nowMs(),
        stackId,
      }),
      receipt: (jobId) => ({
        kind: "stackAttached",
        atMs: clock.nowMs(),
        stackId,
        jobId,
        how: "answered",
      }),
      send: (graceSignal) =>
        client().attachStack(
          address,
          { uploadIds: ids, rootIndex, perspective, specifics },
          graceSignal,
        ),
    },
    signal,
  );
}

/** Where a stack belongs on the site; null until case and study exist. */
export function studyAddress(
  state: UploadState,
  stack: StackState,
): StudyAddress | null {
  const study = state.studies[stack.studyIndex];
  return state.remoteCase.kind === "created" && study?.kind === "created"
    ? {
        remoteCaseId: state.remoteCase.remoteCaseId,
        remoteStudyId: study.remoteStudyId,
      }
    : null;
}

/** A refusal of files says of which stack they are. */
function ofStack(failure: Failure, { plan, images }: StackState): Failure {
  if (failure.kind !== "notAnonymized") return failure;
  const { uploadIds = [] } = failure;
  const places = images.flatMap((image, index) =>
    image !== null && uploadIds.includes(image.uploadId) ? [index + 1] : [],
  );
  const canDoWithout = places.length > 0 && places.length < images.length;
  return {
    ...failure,
    stack: plan.label,
    ...(canDoWithout && {
      refusedImages: {
        stackId: plan.stackId,
        places,
        outOf: images.length,
      },
    }),
  };
}

function distinctImages({ plan }: StackState): number {
  return new Set(plan.images.map((file) => file.sha256Hex)).size;
}

function lastStoredMs(stack: StackState): number {
  let lastMs = 0;
  for (const image of stack.images) lastMs = Math.max(lastMs, image?.atMs ?? 0);
  return lastMs;
}

/** Only a bug in the order of steps leads here; nothing was sent. */
const outOfOrder = failed({
  kind: "bug",
  errorName: "StepOutOfOrder",
} as const);

/** One upload id for two files: one of them would stand in the other's place. */
const idsDoNotFit = failed({
  kind: "unexpectedAnswer",
  call: "presign",
  problem: "the same upload id for different files",
} as const);
