// One case in work: its files, its draft with history, its preparation and its sending, held together by the rules between them.
import type { CaseEdit } from "../../shared/caseEdit.ts";
import type { Failure } from "../../shared/failure.ts";
import type { Destination } from "../../shared/destination.ts";
import type { CaseId } from "../../shared/identifiers.ts";
import { success, type Result } from "../../shared/result.ts";
import { noConfirmations } from "../../shared/caseForm.ts";
import type {
  Acceptances,
  CaseSnapshot,
  CaseSummary,
  LeftOutFile,
} from "../../shared/snapshot.ts";
import {
  questionsOf,
  stillAccepted,
  type Questions,
} from "../casefile/acceptances.ts";
import type { CaseDraft } from "../casefile/caseDraft.ts";
import type { ChosenStack } from "../casefile/caseImages.ts";
import { EditedDraft } from "../casefile/editedDraft.ts";
import type { OtherPatients } from "../casefile/patients.ts";
import type { DeidReport } from "../model/deidReport.ts";
import type { CaseSender, SendingCase } from "../ports/caseSender.ts";
import type { Preparer } from "../ports/preparer.ts";
import { frozenCase, notReady } from "./caseAnswers.ts";
import { seenIn, withoutRefusals, type CaseRecord } from "./caseRecord.ts";
import { casePlan, type PlanAccount } from "./casePlan.ts";
import { caseReport } from "./caseReport.ts";
import { ChosenStacks } from "./chosenStacks.ts";
import { CaseSending } from "./caseSending.ts";
import { caseSnapshot, caseSummary } from "./caseSnapshot.ts";
import { leftOutFiles, type CanRender } from "./caseView.ts";
import {
  CaseSecondLook,
  type SecondLookDeps,
} from "../secondLook/caseSecondLook.ts";
import { Intake, type IntakeDeps, type ReadFiles } from "./intake.ts";
import {
  groupOwnFiles,
  patientShares,
  type PatientShares,
} from "./patientShares.ts";
import { Preparation } from "./preparation.ts";
import { ImageChecks, type ImageCheckDeps } from "./imageChecks.ts";
import { ShownImages, type ShownImageDeps } from "./shownImages.ts";

/** What a case needs from outside. */
export interface CaseSessionDeps
  extends IntakeDeps, ImageCheckDeps, ShownImageDeps {
  readonly preparer: Preparer;
  readonly canRender: CanRender;
  readonly sender: CaseSender;
  readonly spoolFolderOf: (caseId: CaseId) => string;
  readonly secondLook: SecondLookDeps;
  readonly nowMs: () => number;
  /** Of this program, for the report. */
  readonly appVersion: string;
  /** Called after every change. `isDurable`: the record on disk must follow. */
  readonly onChange: (session: CaseSession, isDurable: boolean) => void;
}

/** A case on this computer. The window sees it through `snapshot`. */
export class CaseSession {
  readonly caseId: CaseId;
  readonly #deps: CaseSessionDeps;
  readonly #intake: Intake;
  readonly #preparation: Preparation;
  /** Of the images: text in pixels, free text, masks used before. */
  readonly checks: ImageChecks;
  /** Single images, for the window. */
  readonly images: ShownImages;
  readonly #sending: CaseSending;
  /** What X-Raydar was asked about this case, and what it answered. */
  readonly secondLook: CaseSecondLook;
  #record: CaseRecord;
  #edited: EditedDraft;
  #revision = 0;
  #queuePlace: number | null = null;
  #isClosed = false;
  readonly #chosen = new ChosenStacks();

  constructor(stored: CaseRecord, caseId: CaseId, deps: CaseSessionDeps) {
    this.caseId = caseId;
    this.#deps = deps;
    this.#record = stored.isFrozen ? stored : withoutRefusals(stored);
    this.#edited = new EditedDraft(stored.draft);
    const changed = () => {
      this.#changed(false);
    };
    this.#intake = new Intake(
      {
        scanner: deps.scanner,
        group: (instances, skipped) =>
          groupOwnFiles(deps.group, this.#record.otherPatients, {
            instances,
            skipped,
          }),
      },
      changed,
    );
    this.images = new ShownImages(deps, caseId, () => ({
      groups: this.#intake.groups,
      draft: this.#draft,
      prepared: this.#preparation.prepared,
    }));
    this.#sending = new CaseSending(deps.sender, changed);
    this.checks = new ImageChecks(deps, caseId, changed);
    this.#preparation = new Preparation(
      {
        preparer: deps.preparer,
        caseId,
        saltHex: stored.saltHex,
        spoolFolder: deps.spoolFolderOf(caseId),
      },
      changed,
    );
    this.secondLook = new CaseSecondLook(deps.secondLook, {
      spoolFolder: deps.spoolFolderOf(caseId),
      parts: () => ({
        ...this.#parts,
        stacks: this.#stacks,
        draft: this.#draft,
        searchOf: this.checks.searchOf,
      }),
      keep: (secondLooks) => {
        this.#record = { ...this.#record, secondLooks };
        this.#changed(true);
      },
      changed,
    });
  }

  /** The record to keep on disk, as of now. */
  get record(): CaseRecord {
    // What was sent stays as it was, whatever has become of the originals.
    const wasRead = !this.isFrozen && this.#intake.scannedRoots.length > 0;
    return {
      ...this.#record,
      draft: this.#draft,
      lastSeen: wasRead ? seenIn(this.#stacks) : this.#record.lastSeen,
    };
  }

  get isFrozen(): boolean {
    return this.#record.isFrozen;
  }

  /** True from the moment Send was pressed, before the journal is written. */
  get #isFixed(): boolean {
    return this.isFrozen || this.#sending.wasAsked;
  }

  /** As chosen now. */
  get destination(): Destination {
    return this.#draft.destination;
  }

  get sending(): SendingCase | null {
    return this.#sending.case;
  }

  set isQueued(isQueued: boolean) {
    if (!isQueued) this.#queuePlace = null;
    this.#sending.isQueued = isQueued;
  }

  /** 1 for the case that is sent next. */
  set queuePlace(place: number) {
    if (this.#queuePlace === place) return;
    this.#queuePlace = place;
    this.#changed(false);
  }

  /** Place among the cases to be sent that outlives a restart; the user gave it. */
  set sendOrder(sendOrder: number) {
    if (this.#record.sendOrder === sendOrder) return;
    this.#record = { ...this.#record, sendOrder };
    this.#changed(true);
  }

  get #draft(): CaseDraft {
    return this.#edited.draft;
  }

  /** Every stack with the user's choices. */
  get #stacks(): readonly ChosenStack[] {
    return this.#chosen.of(this.#intake.groups, this.#draft);
  }

  /** Adds dropped files and folders. Resolves when they have been read. */
  async addRoots(roots: readonly string[]): Promise<Result<null, Failure>> {
    if (this.#isFixed) return frozenCase;
    this.#record = {
      ...this.#record,
      roots: [...new Set([...this.#record.roots, ...roots])],
    };
    this.#changed(true);
    await this.#read();
    this.#changed(true);
    return success(null);
  }

  /** Reads the files of a case restored from disk, once. */
  async readAgain(): Promise<void> {
    const isRead =
      this.#intake.scannedRoots.length > 0 || this.#intake.isScanning;
    if (isRead || this.#record.roots.length === 0) return;
    await this.#read();
    this.#changed(false);
  }

  /** All roots: those of a restored case may not have been read in this run. */
  async #read(): Promise<void> {
    const before = this.#questions();
    await this.#intake.add(this.#record.roots);
    this.#askAgain(before);
  }

  /** What was read, and what each case would leave to the others if there were one per patient. */
  sharesByPatient(newKeyHex: () => string): Result<PatientShares, Failure> {
    const { otherPatients } = this.#record;
    return this.#isFixed
      ? frozenCase
      : patientShares(this.#intake, otherPatients, newKeyHex);
  }

  /** Keeps of these files those of its own patient. What was confirmed and undone concerned everybody's. */
  async keepShare(
    otherPatients: OtherPatients,
    files: ReadFiles,
  ): Promise<void> {
    this.#preparation.cancel();
    const acceptances = { refusedImages: false, severalPatients: false };
    this.#record = { ...this.#record, otherPatients, acceptances };
    this.#edited = new EditedDraft({
      ...this.#draft,
      confirmations: noConfirmations,
    });
    await this.#intake.takeOver(files);
    this.#changed(true);
  }

  /** The reading of its files: to be stopped, or given a password for an archive. */
  get intake(): Pick<Intake, "cancel" | "unlock"> {
    return this.#intake;
  }

  edit(edit: CaseEdit): Result<null, Failure> {
    return this.#change((draft) => draft.edit(edit, this.#intake.groups));
  }

  undo(): void {
    this.#change((draft) => success(draft.undone()));
  }

  redo(): void {
    this.#change((draft) => success(draft.redone()));
  }

  #change(
    step: (draft: EditedDraft) => Result<EditedDraft, Failure>,
  ): Result<null, Failure> {
    if (this.#isFixed) return frozenCase;
    const next = step(this.#edited);
    if (!next.ok) return next;
    const before = this.#questions();
    this.#edited = next.value;
    this.#askAgain(before);
    this.#changed(true);
    return success(null);
  }

  accept(which: keyof Acceptances, isAccepted: boolean): Result<null, Failure> {
    if (this.#isFixed) return frozenCase;
    const acceptances = { ...this.#record.acceptances, [which]: isAccepted };
    this.#record = { ...this.#record, acceptances };
    this.#changed(true);
    return success(null);
  }

  #questions(): Questions {
    const { groups } = this.#intake;
    return questionsOf(groups, this.#draft, this.#preparation.prepared);
  }

  /** After whatever may change what there is to accept. */
  #askAgain(before: Questions): void {
    const now = this.#questions();
    const acceptances = stillAccepted(this.#record.acceptances, before, now);
    this.#record = { ...this.#record, acceptances };
  }

  /** De-identifies what is selected. Resolves when it ended. */
  async prepare(): Promise<Result<null, Failure>> {
    if (this.#isFixed) return frozenCase;
    if (this.#intake.isScanning) return notReady("scanning");
    const before = this.#questions();
    await this.#preparation.prepare(this.#stacks);
    this.#askAgain(before);
    this.#changed(false);
    return success(null);
  }

  cancelPreparation(): void {
    this.#preparation.cancel();
  }

  /** Files that are not sent, with reasons. */
  leftOut(): readonly LeftOutFile[] {
    return leftOutFiles({ ...this.#parts, stacks: this.#stacks });
  }

  /**
   * Freezes the case for a service and writes its journal. Afterwards it can be queued. Fails with `invalidInput` while something blocks.
   * The record says "frozen" only after the journal is durable. A second call joins the first.
   */
  async freeze(account: PlanAccount): Promise<Result<null, Failure>> {
    const begun = await this.#sending.begin(() =>
      casePlan(() => ({ ...this.#reportParts, account })),
    );
    if (!begun.ok || this.isFrozen) return begun;
    this.#record = { ...this.record, isFrozen: true };
    this.#changed(true);
    this.checks.rememberMasks(this.#stacks);
    // A memory that cannot be written costs a warning later, not the case.
    void this.checks.sentBefore.note(this.summary().title, this.#deps.nowMs());
    return success(null);
  }

  get #reportParts() {
    return {
      ...this.#parts,
      deps: this.#deps,
      draft: this.#draft,
      stacks: this.#stacks,
      checks: this.checks,
    };
  }

  /** What was done so that nothing of the patient leaves: as frozen at Send, before that as things stand. Null while not everything was prepared. */
  report(): DeidReport | null {
    return caseReport(this.#reportParts);
  }

  /**
   * Opens the journal of an earlier run, if there is one. A journal without a frozen record means that the end came between
   * the two: Send was pressed, so the case is frozen now. Null, or the failure to tell the user.
   */
  async reopenSending(): Promise<Failure | null> {
    const reopened = await this.#sending.reopen(this.caseId);
    if (reopened.ok) {
      const wasFrozen = this.isFrozen;
      this.#record = { ...this.#record, isFrozen: true };
      this.#changed(!wasFrozen);
      return null;
    }
    const isPlainDraft = reopened.failure.kind === "notFound" && !this.isFrozen;
    return isPlainDraft || reopened.failure.kind === "cancelled"
      ? null
      : reopened.failure;
  }

  /** Ends all work of this case without changing what it is. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#intake.cancel();
    this.#preparation.cancel();
    this.checks.cancel();
    this.secondLook.cancel();
    await Promise.all([
      this.#intake.settled(),
      this.checks.settled(),
      this.#preparation.settled(),
      this.#sending.close(),
    ]);
  }

  summary(): CaseSummary {
    return caseSummary({ ...this.#parts, record: this.record });
  }

  snapshot(): CaseSnapshot {
    return caseSnapshot({
      ...this.#parts,
      revision: this.#revision,
      edited: this.#edited,
      stacks: this.#stacks,
      secondLook: this.secondLook,
      sentBefore: this.checks.sentBefore,
      sources: {
        canRender: this.#deps.canRender,
        ...this.checks.views,
      },
    });
  }

  get #parts() {
    return {
      caseId: this.caseId,
      record: this.#record,
      intake: this.#intake,
      preparation: this.#preparation,
      sending: this.#sending,
      queuePlace: this.#queuePlace,
    };
  }

  /** Looks for text in whatever is selected now, and holds what was prepared against the words that are known now. Once sending was asked for, nothing is selected any more. */
  #checkImages(): void {
    if (this.#isFixed || this.#isClosed) this.checks.cancel();
    else if (!this.#intake.isScanning) {
      this.#preparation.checkAgainst(this.#intake.patientWords);
      this.checks.follow(this.#stacks, this.#intake.patientWords);
    }
  }

  #changed(isDurable: boolean): void {
    this.#revision += 1;
    this.#checkImages();
    if (isDurable)
      this.#record = { ...this.record, changedAtMs: this.#deps.nowMs() };
    this.#deps.onChange(this, isDurable);
  }
}
