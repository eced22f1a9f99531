// What is done once when the sending of a case comes to a turn: the account is asked, the draft noted, the copies removed.
import { addedNothing } from "../../shared/cancelledUpload.ts";
import type { DiskFailure, Failure } from "../../shared/failure.ts";
import type { CaseId } from "../../shared/identifiers.ts";
import type { Result } from "../../shared/result.ts";
import type { UploadView } from "../../shared/snapshot.ts";
import type { SendingCase } from "../ports/caseSender.ts";
import type { SentImages } from "../sentBefore/sentImages.ts";
import { needsSignIn, remoteCaseIdOf } from "./sendingLife.ts";

export interface SendingWatchDeps {
  /** Deletes the de-identified copies of a case that needs them no more. */
  readonly removeSpool: (caseId: CaseId) => Promise<Result<null, DiskFailure>>;
  readonly sentImages: SentImages;
  readonly onFailure: (failure: Failure) => void;
  readonly onSignInNeeded: () => void;
}

/** Told of every change of every case. */
export class SendingWatch {
  readonly #deps: SendingWatchDeps;
  readonly #waitingForSignIn = new Set<CaseId>();
  readonly #withoutSpool = new Set<CaseId>();

  constructor(deps: SendingWatchDeps) {
    this.#deps = deps;
  }

  changed(
    { caseId }: { readonly caseId: CaseId },
    sending: Pick<SendingCase, "view" | "needsCopies"> | null,
  ): void {
    if (sending === null) return;
    const view = sending.view();
    this.#watchSignIn(caseId, view);
    this.#noteDraft(caseId, view);
    this.#tidyUp(caseId, sending.needsCopies);
  }

  /** Tells once for each stop. */
  #watchSignIn(caseId: CaseId, view: UploadView): void {
    if (!needsSignIn(view)) this.#waitingForSignIn.delete(caseId);
    else if (!this.#waitingForSignIn.has(caseId)) {
      this.#waitingForSignIn.add(caseId);
      this.#deps.onSignInNeeded();
    }
  }

  /** What becomes of a case is known to whoever sends the same images later. */
  #noteDraft(caseId: CaseId, view: UploadView): void {
    const { sentImages } = this.#deps;
    if (sentImages.isEmpty) return;
    const isCancelled = view.kind === "cancelled";
    const remoteCaseId =
      isCancelled && addedNothing(view.left) ? null : remoteCaseIdOf(view);
    if (remoteCaseId !== null)
      void sentImages.becameDraft(caseId, remoteCaseId);
    else if (isCancelled) void sentImages.forget(caseId);
  }

  /** Once for each case that sends nothing any more; one that ended with the app just before is tidied up at the next start. */
  #tidyUp(caseId: CaseId, needsCopies: boolean): void {
    if (needsCopies || this.#withoutSpool.has(caseId)) return;
    this.#withoutSpool.add(caseId);
    void this.#deps.removeSpool(caseId).then((removed) => {
      if (!removed.ok) this.#deps.onFailure(removed.failure);
    });
  }
}
