// One case in work: its files, its draft with history, its preparation and its sending, held together by the rules between them.
import type { CaseEdit } from "../../shared/caseEdit.ts";
import type { Failure } from "../../shared/failure.ts";
import type { Destination } from "../../shared/destination.ts";
import type { CaseId } from "../../shared/identifiers.ts";
import { success, type Result } from "../../shared/result.ts";
import type {
  Acceptances,
  CaseSnapshot,
  CaseSummary,
  LeftOutFile,
} from "../../shared/snapshot.ts";
import type { PublicSeries } from "../archive/credit/publicSeries.ts";
import type { Questions } from "../casefile/acceptances.ts";
import type { ChosenStack } from "../casefile/caseImages.ts";
import type { EditedDraft } from "../casefile/editedDraft.ts";
import type { OtherPatients } from "../casefile/patients.ts";
import type { DeidReport } from "../model/deidReport.ts";
import type { SendingCase } from "../ports/caseSender.ts";
import type { CaseSecondLook } from "../secondLook/caseSecondLook.ts";
import { frozenCase, notReady } from "./caseAnswers.ts";
import { caseParts, type CasePartDeps, type CaseParts } from "./caseParts.ts";
import { casePlan, type PlanAccount } from "./casePlan.ts";
import { seenIn, type CaseRecord } from "./caseRecord.ts";
import { caseReport } from "./caseReport.ts";
import { caseSnapshot, caseSummary } from "./caseSnapshot.ts";
import { leftOutFiles, type CanRender } from "./caseView.ts";
import type { ImageChecks } from "./imageChecks.ts";
import type { Intake, ReadFiles } from "./intake.ts";
import { LiveRecord } from "./liveRecord.ts";
import { patientShares, type PatientShares } from "./patientShares.ts";
import { creditEdit, WordsBesideCredit } from "./publicCredit.ts";
import type { ShownImages } from "./shownImages.ts";

/** What a case needs from outside. */
export interface CaseSessionDeps extends CasePartDeps {
  readonly canRender: CanRender;
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
  readonly #live: LiveRecord;
  readonly #parts: CaseParts;
  readonly #words = new WordsBesideCredit();
  #revision = 0;
  #queuePlace: number | null = null;
  #isClosed = false;

  constructor(stored: CaseRecord, caseId: CaseId, deps: CaseSessionDeps) {
    this.caseId = caseId;
    this.#deps = deps;
    this.#live = new LiveRecord(stored);
    this.#parts = caseParts(this.#live, caseId, deps, (isDurable) => {
      this.#changed(isDurable);
    });
  }

  /** The record to keep on disk, as of now. */
  get record(): CaseRecord {
    const { fields } = this.#live;
    // What was sent stays as it was, whatever has become of the originals.
    const wasRead =
      !this.isFrozen && this.#parts.intake.scannedRoots.length > 0;
    return wasRead ? { ...fields, lastSeen: seenIn(this.#stacks) } : fields;
  }

  get isFrozen(): boolean {
    return this.#live.fields.isFrozen;
  }

  /** True from the moment Send was pressed, before the journal is written. */
  get #isFixed(): boolean {
    return this.isFrozen || this.#parts.sending.wasAsked;
  }

  /** As chosen now. */
  get destination(): Destination {
    return this.#live.draft.destination;
  }

  get sending(): SendingCase | null {
    return this.#parts.sending.case;
  }

  set isQueued(isQueued: boolean) {
    if (!isQueued) this.#queuePlace = null;
    this.#parts.sending.isQueued = isQueued;
  }

  /** 1 for the case that is sent next. */
  set queuePlace(place: number) {
    if (this.#queuePlace === place) return;
    this.#queuePlace = place;
    this.#changed(false);
  }

  /** Place among the cases to be sent that outlives a restart; the user gave it. */
  set sendOrder(sendOrder: number) {
    if (this.#live.fields.sendOrder === sendOrder) return;
    this.#live.set({ sendOrder });
    this.#changed(true);
  }

  /** The reading of its files: to be stopped, or given a password for an archive. */
  get intake(): Pick<Intake, "cancel" | "unlock"> {
    return this.#parts.intake;
  }

  /** Of the images: text in pixels, free text, masks used before. */
  get checks(): ImageChecks {
    return this.#parts.checks;
  }

  /** Single images, for the window. */
  get images(): ShownImages {
    return this.#parts.images;
  }

  /** What X-Raydar was asked about this case, and what it answered. */
  get secondLook(): CaseSecondLook {
    return this.#parts.secondLook;
  }

  get #stacks(): readonly ChosenStack[] {
    return this.#parts.stacks();
  }

  /** Adds dropped files and folders. Resolves when they have been read. */
  async addRoots(roots: readonly string[]): Promise<Result<null, Failure>> {
    if (this.#isFixed) return frozenCase;
    this.#live.addRoots(roots);
    this.#changed(true);
    await this.#read(roots);
    this.#changed(true);
    return success(null);
  }

  /** Remembers what the licences of public series ask, and puts their credit into the texts. */
  addPublicSeries(added: readonly PublicSeries[]): Result<null, Failure> {
    if (this.#isFixed) return frozenCase;
    this.#live.addPublicSeries(added);
    this.#changed(true);
    return this.restoreCredit();
  }

  /** Puts credit into the texts that the licences of public series ask for and that is not there. */
  restoreCredit(): Result<null, Failure> {
    const edit = creditEdit(this.#now);
    return edit === null ? success(null) : this.edit(edit);
  }

  /** Reads the files of a case restored from disk, once. */
  async readAgain(): Promise<void> {
    const { scannedRoots, isScanning } = this.#parts.intake;
    const isRead = scannedRoots.length > 0 || isScanning;
    if (isRead || this.#live.fields.roots.length === 0) return;
    await this.#read();
    this.#changed(false);
  }

  /** All roots: those of a restored case may not have been read in this run. */
  async #read(
    added: readonly string[] = this.#live.fields.roots,
  ): Promise<void> {
    const before = this.#questions();
    await this.#parts.intake.add(this.#live.fields.roots, added);
    this.#askAgain(before);
    const news = this.#live.newsOf(this.#parts.intake.publicSeries);
    if (news.length > 0) this.addPublicSeries(news);
  }

  /** What was read, and what each case would leave to the others if there were one per patient. */
  sharesByPatient(newKeyHex: () => string): Result<PatientShares, Failure> {
    const { otherPatients } = this.#live.fields;
    return this.#isFixed
      ? frozenCase
      : patientShares(this.#parts.intake, otherPatients, newKeyHex);
  }

  /** Keeps of these files those of its own patient. */
  async keepShare(
    otherPatients: OtherPatients,
    files: ReadFiles,
  ): Promise<void> {
    this.#parts.preparation.cancel();
    this.#live.keepShare(otherPatients);
    await this.#parts.intake.takeOver(files);
    this.#changed(true);
  }

  edit(edit: CaseEdit): Result<null, Failure> {
    return this.#change((draft) => draft.edit(edit, this.#parts.intake.groups));
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
    const before = this.#questions();
    const changed = this.#live.change(step);
    if (!changed.ok) return changed;
    this.#askAgain(before);
    this.#changed(true);
    return changed;
  }

  accept(which: keyof Acceptances, isAccepted: boolean): Result<null, Failure> {
    if (this.#isFixed) return frozenCase;
    const { acceptances } = this.#live.fields;
    this.#live.set({ acceptances: { ...acceptances, [which]: isAccepted } });
    this.#changed(true);
    return success(null);
  }

  #questions(): Questions {
    const { intake, preparation } = this.#parts;
    return this.#live.questions(intake.groups, preparation.prepared);
  }

  /** After whatever may change what there is to accept. */
  #askAgain(before: Questions): void {
    this.#live.askAgain(before, this.#questions());
  }

  /** De-identifies what is selected. Resolves when it ended. */
  async prepare(): Promise<Result<null, Failure>> {
    if (this.#isFixed) return frozenCase;
    if (this.#parts.intake.isScanning) return notReady("scanning");
    const before = this.#questions();
    this.checks.searchTextOfAway();
    await this.#parts.preparation.prepare(this.#stacks);
    this.#askAgain(before);
    this.#changed(false);
    return success(null);
  }

  cancelPreparation(): void {
    this.#parts.preparation.cancel();
  }

  /** Files that are not sent, with reasons. */
  leftOut(): readonly LeftOutFile[] {
    return leftOutFiles(this.#now);
  }

  /**
   * Freezes the case for a service and writes its journal. Afterwards it can be queued. Fails with `invalidInput` while something blocks.
   * The record says "frozen" only after the journal is durable. A second call joins the first.
   */
  async freeze(account: PlanAccount): Promise<Result<null, Failure>> {
    // What is on its way holds no copy of an image that was trimmed away.
    if (!this.#isFixed)
      await this.#parts.preparation.removeSuperseded(this.#stacks);
    const begun = await this.#parts.sending.begin(() =>
      casePlan(() => ({ ...this.#now, deps: this.#deps, account })),
    );
    if (!begun.ok || this.isFrozen) return begun;
    this.#live.set({ lastSeen: this.record.lastSeen, isFrozen: true });
    this.#changed(true);
    this.checks.rememberMasks(this.#stacks);
    // A memory that cannot be written costs a warning later, not the case.
    void this.checks.sentBefore.note(this.summary().title, this.#deps.nowMs());
    return success(null);
  }

  /** What was done so that nothing of the patient leaves: as frozen at Send, before that as things stand. Null while not everything was prepared. */
  report(): DeidReport | null {
    return caseReport({ ...this.#now, deps: this.#deps });
  }

  /**
   * Opens the journal of an earlier run, if there is one. A journal without a frozen record means that the end came between
   * the two: Send was pressed, so the case is frozen now. Null, or the failure to tell the user.
   */
  async reopenSending(): Promise<Failure | null> {
    const reopened = await this.#parts.sending.reopen(this.caseId);
    if (reopened.ok) {
      const wasFrozen = this.isFrozen;
      this.#live.set({ isFrozen: true });
      this.#changed(!wasFrozen);
      return null;
    }
    const isPlainDraft = reopened.failure.kind === "notFound" && !this.isFrozen;
    if (isPlainDraft) await this.#parts.preparation.removeSuperseded([]);
    return isPlainDraft || reopened.failure.kind === "cancelled"
      ? null
      : reopened.failure;
  }

  /** Ends all work of this case without changing what it is. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const { intake, preparation, checks, secondLook, sending } = this.#parts;
    for (const part of [intake, preparation, checks, secondLook]) part.cancel();
    await Promise.all([
      intake.settled(),
      checks.settled(),
      preparation.settled(),
      sending.close(),
    ]);
  }

  summary(): CaseSummary {
    return caseSummary({ ...this.#now, record: this.record });
  }

  snapshot(): CaseSnapshot {
    const { canRender } = this.#deps;
    return caseSnapshot({
      ...this.#now,
      revision: this.#revision,
      edited: this.#live.edited,
      sentBefore: this.checks.sentBefore,
      sources: { canRender, ...this.checks.views },
    });
  }

  /** The case as it is when looked at. */
  get #now() {
    return {
      ...this.#parts,
      record: this.#live.fields,
      draft: this.#live.draft,
      stacks: this.#stacks,
      queuePlace: this.#queuePlace,
    };
  }

  /** Looks for text in whatever is selected now, and holds what was prepared against the words that are known now. Once sending was asked for, nothing is selected any more. */
  #checkImages(): void {
    const { intake, preparation, checks } = this.#parts;
    if (this.#isFixed || this.#isClosed) checks.cancel();
    else if (!intake.isScanning) {
      preparation.checkAgainst(intake.patientWords);
      const words = this.#words.of(intake.patientWords, this.#live.fields);
      checks.follow(this.#stacks, words);
      preparation.follow(this.#stacks);
    }
  }

  #changed(isDurable: boolean): void {
    this.#revision += 1;
    this.#checkImages();
    if (isDurable)
      this.#live.set({
        lastSeen: this.record.lastSeen,
        changedAtMs: this.#deps.nowMs(),
      });
    this.#deps.onChange(this, isDurable);
  }
}
