// The sending of one case, from the moment Send was pressed: begun once, found again after a restart, closed with the app.
import type { Failure } from "../../shared/failure.ts";
import type { CaseId } from "../../shared/identifiers.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import type { CaseStage, UploadView } from "../../shared/snapshot.ts";
import type { UploadPlan } from "../model/uploadPlan.ts";
import type { CaseSender, SendingCase } from "../ports/caseSender.ts";
import { sendingStage } from "./caseStage.ts";

type Begun = Result<null, Failure>;

/**
 * Invariants: 1. at most one journal is begun, however often Send is pressed; 2. what was begun or reopened while the case
 * was being closed is closed with it.
 */
export class CaseSending {
  readonly #sender: CaseSender;
  readonly #onChange: () => void;
  #case: SendingCase | null = null;
  #beginning: Promise<Begun> | null = null;
  #isQueued = false;
  #isClosed = false;

  constructor(sender: CaseSender, onChange: () => void) {
    this.#sender = sender;
    this.#onChange = onChange;
  }

  /** Null before the journal is written. */
  get case(): SendingCase | null {
    return this.#case;
  }

  /** True from the moment Send was pressed. */
  get wasAsked(): boolean {
    return this.#case !== null || this.#beginning !== null;
  }

  set isQueued(isQueued: boolean) {
    this.#isQueued = isQueued;
    this.#onChange();
  }

  /** Makes the plan and writes it to a fresh journal; a second call joins the first, and one after that does nothing. */
  begin(makePlan: () => Promise<Result<UploadPlan, Failure>>): Promise<Begun> {
    if (this.#case !== null) return Promise.resolve(success(null));
    this.#beginning ??= this.#begin(makePlan);
    return this.#beginning;
  }

  async #begin(
    makePlan: () => Promise<Result<UploadPlan, Failure>>,
  ): Promise<Begun> {
    const plan = await makePlan();
    const begun = plan.ok
      ? await this.#sender.begin(plan.value, this.#onChange)
      : plan;
    this.#beginning = null;
    return begun.ok ? this.#take(begun.value) : begun;
  }

  /** Opens the journal of an earlier run; `notFound` if there is none. */
  async reopen(caseId: CaseId): Promise<Begun> {
    const reopened = await this.#sender.reopen(caseId, this.#onChange);
    return reopened.ok ? this.#take(reopened.value) : reopened;
  }

  async #take(sending: SendingCase): Promise<Begun> {
    if (this.#isClosed) {
      await sending.close();
      return failed({ kind: "cancelled" });
    }
    this.#case = sending;
    return success(null);
  }

  view(): UploadView {
    return this.#isQueued
      ? { kind: "queued" }
      : (this.#case?.view() ?? { kind: "notStarted" });
  }

  /** Where the sending stands; null while the case is a draft. */
  stage(): CaseStage | null {
    return sendingStage(this.view());
  }

  /** Resolves when the journal is closed. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#beginning;
    await this.#case?.close();
  }
}
