// What the user tells cases that are being sent: pause, go on, give up, another place in the line.
import type { CaseId, StackId } from "../../shared/identifiers.ts";
import type { Failure } from "../../shared/failure.ts";
import { isAllSent } from "../../shared/sentWhole.ts";
import { success, type Result } from "../../shared/result.ts";
import type { DoubtAnswer } from "../../shared/snapshot.ts";
import type { SendingCase } from "../ports/caseSender.ts";
import { noCase } from "./caseAnswers.ts";
import type { CaseSession } from "./caseSession.ts";
import type { SendQueue } from "./sendQueue.ts";
import { inSendOrder, isMoving, needsSignIn } from "./sendingLife.ts";

/** What the commands act upon. */
interface UploadCommandDeps {
  readonly sessions: ReadonlyMap<CaseId, CaseSession>;
  readonly queue: SendQueue<CaseSession>;
  /** Queues a case that is still in work. */
  readonly send: (session: CaseSession) => void;
}

/** Each fails with `notFound` for a case that was never sent. */
export class UploadCommands {
  readonly #sessions: UploadCommandDeps["sessions"];
  readonly #queue: UploadCommandDeps["queue"];
  readonly #send: UploadCommandDeps["send"];

  constructor({ sessions, queue, send }: UploadCommandDeps) {
    this.#sessions = sessions;
    this.#queue = queue;
    this.#send = send;
  }

  pause(caseId: CaseId): Result<null, Failure> {
    return this.#withSending(caseId, (sending, session) => {
      this.#queue.remove(session);
      sending.pause();
    });
  }

  /** Goes on after a pause or a stop. */
  resume(caseId: CaseId): Result<null, Failure> {
    return this.#goOnAfter(caseId, () => undefined);
  }

  /** Gives up what is not sent whole; what is, is followed until the site has processed it. */
  cancel(caseId: CaseId): Result<null, Failure> {
    return this.#withSending(caseId, (sending, session) => {
      if (isAllSent(sending.view())) return;
      this.#queue.remove(session);
      sending.cancel();
    });
  }

  /** Gives a waiting case another place in the queue: 0 is sent next. The order outlives a restart. */
  moveInQueue(caseId: CaseId, toIndex: number): Result<null, Failure> {
    return this.#withSending(caseId, (_, session) => {
      this.#queue.move(session, toIndex);
      for (const [place, entry] of this.#queue.entries.entries())
        entry.sendOrder = place;
    });
  }

  /** Attaches a stack once more that the site failed to process. */
  retryStack(caseId: CaseId, stackId: StackId): Result<null, Failure> {
    return this.#goOnAfter(caseId, (sending) => {
      sending.retryStack(stackId);
    });
  }

  /** Goes on with copies without SOP Instance UID of what is not attached yet. */
  omitSopInstanceUID(caseId: CaseId): Result<null, Failure> {
    return this.#goOnAfter(caseId, (sending) => {
      sending.omitSopInstanceUID();
    });
  }

  /** Goes on without the images that the site refused by name. */
  leaveOutRefusedImages(caseId: CaseId): Result<null, Failure> {
    return this.#goOnAfter(caseId, (sending) => {
      sending.leaveOutRefusedImages();
    });
  }

  /** Goes on with a new draft in place of one that is gone from the site. */
  giveUpDraft(caseId: CaseId): Result<null, Failure> {
    return this.#goOnAfter(caseId, (sending) => {
      sending.giveUpDraft();
    });
  }

  /** Goes on with a new study in place of one that is gone from the draft. */
  giveUpStudy(caseId: CaseId): Result<null, Failure> {
    return this.#goOnAfter(caseId, (sending) => {
      sending.giveUpStudy();
    });
  }

  answerDoubt(caseId: CaseId, answer: DoubtAnswer): Result<null, Failure> {
    return this.#goOnAfter(caseId, (sending) => {
      sending.answerDoubt(answer);
    });
  }

  /** Pauses every case that is being sent or waits its turn. */
  pauseAll(): Result<null, Failure> {
    for (const [caseId, session] of this.#sessions)
      if (isMoving(session.summary().stage)) this.pause(caseId);
    return success(null);
  }

  /** Goes on with every case that was paused, in the order of the queue. */
  resumeAll(): Result<null, Failure> {
    for (const session of inSendOrder([...this.#sessions.values()]))
      if (session.sending?.view().kind === "paused")
        this.#goOn(session.sending, session);
    return success(null);
  }

  /** Gives up every case that is neither sent whole nor given up. */
  cancelAll(): Result<null, Failure> {
    for (const [caseId, { sending }] of this.#sessions)
      if (sending !== null && sending.view().kind !== "cancelled")
        this.cancel(caseId);
    return success(null);
  }

  /** Queues every case that stopped for want of a sign-in. */
  sendAfterSignIn(): void {
    for (const session of inSendOrder([...this.#sessions.values()]))
      if (needsSignIn(session.sending?.view())) this.#send(session);
  }

  /** Then the case takes its place in the queue. */
  #goOnAfter(
    caseId: CaseId,
    act: (sending: SendingCase) => void,
  ): Result<null, Failure> {
    return this.#withSending(caseId, (sending, session) => {
      act(sending);
      this.#goOn(sending, session);
    });
  }

  /** No longer held from now on, though its turn may come much later: it goes on after a restart too. */
  #goOn(sending: SendingCase, session: CaseSession): void {
    sending.resume();
    this.#send(session);
  }

  #withSending(
    caseId: CaseId,
    act: (sending: SendingCase, session: CaseSession) => void,
  ): Result<null, Failure> {
    const session = this.#sessions.get(caseId);
    if (session?.sending == null) return noCase;
    act(session.sending, session);
    return success(null);
  }
}
