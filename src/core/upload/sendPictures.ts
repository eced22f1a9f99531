// Step: send a stack of pictures in one request. It is not idempotent, so it is guarded like an attach, whose place it takes.
import type { Failure } from "../../shared/failure.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import type { StudyAddress } from "../radiopaedia/stacks.ts";
import { guardedEffect } from "./guardedEffect.ts";
import { pictureUpload } from "./pictureBody.ts";
import type { StepContext } from "./stepContext.ts";
import type { StackState } from "./uploadState.ts";

/** Sends the stack, whole or not at all. */
export async function sendPictures(
  context: StepContext,
  stack: StackState,
  address: StudyAddress,
  signal: AbortSignal,
): Promise<Result<null, Failure>> {
  const { client, clock, meter, spool, onProgress } = context;
  const { stackId, images, picture } = stack.plan;
  const [first] = images;
  if (picture === undefined || first === undefined) return success(null);
  const upload = await pictureUpload(
    spool,
    images,
    picture,
    context.line.bandwidth,
  );
  if (!upload.ok) return failed(upload.failure);
  meter.restart();
  const sent = await guardedEffect<null>(
    context,
    {
      call: "attachStack",
      intended: () => ({ kind: "stackIntended", atMs: clock.nowMs(), stackId }),
      withdrawn: () => ({
        kind: "stackWithdrawn",
        atMs: clock.nowMs(),
        stackId,
      }),
      receipt: () => ({
        kind: "stackAttached",
        atMs: clock.nowMs(),
        stackId,
        jobId: null,
        how: "answered",
      }),
      send: async (graceSignal) => {
        const answer = await client().sendPictures(
          address,
          {
            ...upload.value,
            onSentBytes: (bytes) => {
              meter.sent(first.sha256Hex, bytes);
              onProgress();
            },
          },
          graceSignal,
        );
        upload.value.body.exchangeEnded();
        // The receipt counts the bytes from here on.
        meter.ended(first.sha256Hex, answer.ok);
        return answer;
      },
    },
    signal,
  );
  meter.restart();
  return sent;
}
