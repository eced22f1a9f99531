// One case in work: its files, its draft with history, its preparation and its sending, held together by the rules between them.
import type { CaseEdit } from "../../shared/caseEdit.ts";
import type { Failure } from "../../shared/failure.ts";
import type { CaseId, StackId } from "../../shared/identifiers.ts";
import type { PreviewImage } from "../../shared/preview.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import type {
  Acceptances,
  CaseSnapshot,
  CaseSummary,
  LeftOutFile,
} from "../../shared/snapshot.ts";
import { applyEdit } from "../casefile/applyEdit.ts";
import { findBlockers } from "../casefile/blockers.ts";
import type { CaseDraft } from "../casefile/caseDraft.ts";
import {
  allChosenStacks,
  findChosenStack,
  type ChosenStack,
} from "../casefile/caseImages.ts";
import {
  newHistory,
  record,
  redo,
  undo,
  type EditHistory,
} from "../casefile/editHistory.ts";
import { effectiveCaseForm } from "../casefile/effectiveForms.ts";
import { freezePlan } from "../casefile/freezePlan.ts";
import { suggestedAge, suggestedGender } from "../casefile/headerSuggestions.ts";
import { countPatients } from "../casefile/patients.ts";
import { fileFates } from "../casefile/sendAccount.ts";
import type { CaseSender, SendingCase } from "../ports/caseSender.ts";
import type { ImageRenderer, RenderOptions } from "../ports/imageRenderer.ts";
import type { Preparer } from "../ports/preparer.ts";
import type { CaseRecord } from "./caseRecord.ts";
import { sendingStage } from "./caseStage.ts";
import { nameBelowRoots, studyViews, type CanRender } from "./caseView.ts";
import { Intake, type IntakeDeps } from "./intake.ts";
import { Preparation } from "./preparation.ts";

/** What a case needs from outside. */
export interface CaseSessionDeps extends IntakeDeps {
  readonly preparer: Preparer;
  readonly renderer: ImageRenderer;
  readonly canRender: CanRender;
  readonly sender: CaseSender;
  readonly spoolFolderOf: (caseId: CaseId) => string;
  /** Name of the service new cases go to; the plan is bound to it. */
  readonly serviceOrigin: () => string;
  readonly nowMs: () => number;
  /** Called after every change. `isDurable`: the record on disk must follow. */
  readonly onChange: (session: CaseSession, isDurable: boolean) => void;
}

const frozen: Result<null, Failure> = failed({
  kind: "invalidInput",
  field: "case",
  problem: "it is being sent and can no longer be changed",
});

/** A case on this computer. The window sees it through `snapshot`. */
export class CaseSession {
  readonly caseId: CaseId;
  readonly #deps: CaseSessionDeps;
  readonly #intake: Intake;
  readonly #preparation: Preparation;
  #record: CaseRecord;
  #history: EditHistory<CaseDraft>;
  #sending: SendingCase | null = null;
  #isQueued = false;
  #revision = 0;
  #chosen: {
    readonly groups: unknown;
    readonly draft: unknown;
    readonly stacks: readonly ChosenStack[];
  } | null = null;

  constructor(stored: CaseRecord, caseId: CaseId, deps: CaseSessionDeps) {
    this.caseId = caseId;
    this.#deps = deps;
    this.#record = stored;
    this.#history = newHistory(stored.draft);
    const changed = () => {
      this.#changed(false);
    };
    this.#intake = new Intake(deps, changed);
    this.#preparation = new Preparation(
      {
        preparer: deps.preparer,
        caseId,
        saltHex: stored.saltHex,
        spoolFolder: deps.spoolFolderOf(caseId),
      },
      changed,
    );
  }

  /** The record to keep on disk, as of now. */
  get record(): CaseRecord {
    const selected = this.#stacks.filter((chosen) => chosen.isSelected);
    const wasRead = this.#intake.scannedRoots.length > 0;
    return {
      ...this.#record,
      draft: this.#draft,
      lastSeen: wasRead
        ? {
            imageCount: selected.reduce(
              (sum, chosen) => sum + chosen.keptIndexes.length,
              0,
            ),
            stackCount: selected.length,
            modalities: [
              ...new Set(selected.map((chosen) => chosen.series.modality)),
            ],
          }
        : this.#record.lastSeen,
    };
  }

  get isFrozen(): boolean {
    return this.#record.isFrozen;
  }

  get sending(): SendingCase | null {
    return this.#sending;
  }

  set isQueued(isQueued: boolean) {
    this.#isQueued = isQueued;
    this.#changed(false);
  }

  get #draft(): CaseDraft {
    return this.#history.present;
  }

  /** Every stack with the user's choices; recomputed only when images or draft changed. */
  get #stacks(): readonly ChosenStack[] {
    const { groups } = this.#intake;
    const draft = this.#draft;
    if (this.#chosen?.groups !== groups || this.#chosen.draft !== draft)
      this.#chosen = { groups, draft, stacks: allChosenStacks(groups, draft) };
    return this.#chosen.stacks;
  }

  /** Adds dropped files and folders. Resolves when they have been read. */
  async addRoots(roots: readonly string[]): Promise<Result<null, Failure>> {
    if (this.isFrozen) return frozen;
    this.#record = {
      ...this.#record,
      roots: [...new Set([...this.#record.roots, ...roots])],
    };
    this.#changed(true);
    await this.#read(roots);
    return success(null);
  }

  /** Reads the files of a case restored from disk, once. */
  async readAgain(): Promise<void> {
    const isRead =
      this.#intake.scannedRoots.length > 0 || this.#intake.isScanning;
    if (!isRead && this.#record.roots.length > 0)
      await this.#read(this.#record.roots);
  }

  async #read(roots: readonly string[]): Promise<void> {
    await this.#intake.add(roots);
    this.#changed(true);
  }

  cancelScan(): void {
    this.#intake.cancel();
  }

  edit(edit: CaseEdit): Result<null, Failure> {
    if (this.isFrozen) return frozen;
    const next = applyEdit(this.#draft, edit, this.#intake.groups);
    if (!next.ok) return next;
    this.#history = record(this.#history, next.value);
    this.#draftChanged();
    return success(null);
  }

  undo(): void {
    this.#moveInHistory(undo(this.#history));
  }

  redo(): void {
    this.#moveInHistory(redo(this.#history));
  }

  #moveInHistory(history: EditHistory<CaseDraft>): void {
    if (this.isFrozen) return;
    this.#history = history;
    this.#draftChanged();
  }

  #draftChanged(): void {
    const prepared = this.#preparation.view(this.#stacks);
    // What was accepted concerned another selection.
    const acceptances: Acceptances =
      prepared.kind === "ready"
        ? this.#record.acceptances
        : { ...this.#record.acceptances, refusedImages: false };
    this.#record = { ...this.#record, acceptances };
    this.#changed(true);
  }

  accept(which: keyof Acceptances, isAccepted: boolean): Result<null, Failure> {
    if (this.isFrozen) return frozen;
    const acceptances = { ...this.#record.acceptances, [which]: isAccepted };
    this.#record = { ...this.#record, acceptances };
    this.#changed(true);
    return success(null);
  }

  /** De-identifies what is selected. Resolves when it ended. */
  async prepare(): Promise<Result<null, Failure>> {
    if (this.isFrozen) return frozen;
    await this.#preparation.prepare(this.#stacks);
    return success(null);
  }

  cancelPreparation(): void {
    this.#preparation.cancel();
  }

  async renderImage(
    stackId: StackId,
    index: number,
    options: RenderOptions,
    signal: AbortSignal,
  ): Promise<Result<PreviewImage, Failure>> {
    const chosen = findChosenStack(this.#intake.groups, this.#draft, stackId);
    if (chosen === null) return failed({ kind: "notFound", what: "stack" });
    const image = chosen.images[index];
    return image === undefined
      ? failed({ kind: "notFound", what: "image" })
      : this.#deps.renderer.render(image, options, signal);
  }

  /** Files that are not sent, with reasons. */
  leftOut(): readonly LeftOutFile[] {
    const fates = fileFates(
      this.#stacks,
      this.#intake.groups.skipped,
      this.#preparation.prepared,
    );
    return fates.flatMap(({ path, leftOut }) =>
      leftOut === null
        ? []
        : [{ name: nameBelowRoots(path, this.#record.roots), reason: leftOut }],
    );
  }

  /**
   * Freezes the case and writes its journal. Afterwards it can be queued. Fails with `invalidInput` while something blocks.
   * The record says "frozen" only after the journal is durable, and nothing is sent before the record is.
   */
  async freeze(): Promise<Result<null, Failure>> {
    if (this.#sending !== null) return success(null);
    const plan = freezePlan({
      caseId: this.caseId,
      serviceOrigin: this.#deps.serviceOrigin(),
      groups: this.#intake.groups,
      draft: this.#draft,
      prepared: this.#preparation.prepared,
      acceptances: this.#record.acceptances,
    });
    if (!plan.ok)
      return failed({
        kind: "invalidInput",
        field: plan.failure[0]?.kind ?? "case",
        problem: "not ready to be sent",
      });
    const begun = await this.#deps.sender.begin(plan.value, () => {
      this.#changed(false);
    });
    if (!begun.ok) return begun;
    this.#sending = begun.value;
    this.#record = { ...this.record, isFrozen: true };
    this.#changed(true);
    return success(null);
  }

  /**
   * Opens the journal of an earlier run, if there is one. A journal without a frozen record means that the end came between
   * the two: Send was pressed, so the case is frozen now. Null, or the failure to tell the user.
   */
  async reopenSending(): Promise<Failure | null> {
    const reopened = await this.#deps.sender.reopen(this.caseId, () => {
      this.#changed(false);
    });
    if (reopened.ok) {
      this.#sending = reopened.value;
      const wasFrozen = this.isFrozen;
      this.#record = { ...this.#record, isFrozen: true };
      this.#changed(!wasFrozen);
      return null;
    }
    const isPlainDraft = reopened.failure.kind === "notFound" && !this.isFrozen;
    return isPlainDraft ? null : reopened.failure;
  }

  /** Ends all work of this case without changing what it is. */
  async close(): Promise<void> {
    this.#intake.cancel();
    this.#preparation.cancel();
    await this.#intake.settled();
    await this.#sending?.close();
  }

  summary(): CaseSummary {
    const { record: now } = this;
    return {
      caseId: this.caseId,
      title: (now.draft.form.title ?? "").trim(),
      stage: this.#stage(),
      ...now.lastSeen,
      changedAtMs: now.changedAtMs,
    };
  }

  #stage(): CaseSummary["stage"] {
    if (this.#intake.isScanning)
      return { kind: "scanning", found: this.#intake.foundSoFar };
    if (this.#preparation.isRunning)
      return { kind: "preparing", fraction: this.#preparation.fraction };
    if (this.#isQueued) return { kind: "queued" };
    const upload = this.#sending?.view();
    return (
      (upload === undefined ? null : sendingStage(upload)) ??
      (this.isFrozen ? { kind: "needsAttention" } : { kind: "draft" })
    );
  }

  snapshot(): CaseSnapshot {
    const { groups } = this.#intake;
    const draft = this.#draft;
    const stacks = this.#stacks;
    const { acceptances } = this.#record;
    return {
      caseId: this.caseId,
      revision: this.#revision,
      form: effectiveCaseForm(draft, groups),
      intake: this.#intake.view(),
      studies: studyViews(groups, draft, this.#deps.canRender),
      suggestedAge: suggestedAge(groups),
      suggestedGender: suggestedGender(groups),
      patientCount: countPatients(groups.studies),
      check: {
        acceptances,
        preparation: this.#preparation.view(stacks),
        confirmations: draft.confirmations,
        blockers: findBlockers({
          groups,
          draft,
          isScanning: this.#intake.isScanning,
          prepared: this.#preparation.prepared,
          acceptances,
        }),
      },
      upload: this.#isQueued
        ? { kind: "queued" }
        : (this.#sending?.view() ?? { kind: "notStarted" }),
      canUndo: !this.isFrozen && this.#history.past.length > 0,
      canRedo: !this.isFrozen && this.#history.future.length > 0,
      isFrozen: this.isFrozen,
    };
  }

  #changed(isDurable: boolean): void {
    this.#revision += 1;
    if (isDurable)
      this.#record = { ...this.record, changedAtMs: this.#deps.nowMs() };
    this.#deps.onChange(this, isDurable);
  }
}
