// All cases on this computer: made, opened, sent, forgotten. The window's commands end here.
import type { DiskFailure, Failure } from "../../shared/failure.ts";
import type { AccountRef, KnownStudyView } from "../../shared/destination.ts";
import type { CaseId, Sha256Hex } from "../../shared/identifiers.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import { isAllSent } from "../../shared/sentWhole.ts";
import type { SentCaseView } from "../../shared/sentCases.ts";
import type { CaseSnapshot, CaseSummary } from "../../shared/snapshot.ts";
import type { PublicSeries } from "../archive/credit/publicSeries.ts";
import type { Random } from "../ports/random.ts";
import type { RecordStore } from "../ports/recordStore.ts";
import { knownStudies } from "./knownStudies.ts";
import { frozenCase, noCase } from "./caseAnswers.ts";
import {
  blankRecord,
  fieldsToRemake,
  caseRecordSchema,
  type CaseRecord,
} from "./caseRecord.ts";
import { CaseSession, type CaseSessionDeps } from "./caseSession.ts";
import type { PlanAccount } from "./casePlan.ts";
import { RecordKeeper } from "./recordKeeper.ts";
import { removeCase } from "./removeCase.ts";
import {
  inSendOrder,
  isMoving,
  isOnTheWire,
  isUnfinished,
} from "./sendingLife.ts";
import { sentCase } from "./sentCases.ts";
import { SendingWatch } from "./sendingWatch.ts";
import { SendQueue } from "./sendQueue.ts";
import { splitCase } from "./splitCase.ts";
import { UploadCommands } from "./uploadCommands.ts";

/** What the workspace needs from outside. */
export interface WorkspaceDeps extends Omit<
  CaseSessionDeps,
  "onChange" | "keepSpooled"
> {
  readonly records: RecordStore;
  /** Deletes the de-identified copies of a case that needs them no more. */
  readonly removeSpool: (caseId: CaseId) => Promise<Result<null, DiskFailure>>;
  /** Deletes the de-identified copies of a case but these. */
  readonly keepSpooled: (
    caseId: CaseId,
    kept: ReadonlySet<Sha256Hex>,
  ) => Promise<Result<null, DiskFailure>>;
  /** Removes what was copied from slow media, save of files at or below these roots. Never fails: the rest goes when the app ends. */
  readonly keepCopiesBelow: (roots: readonly string[]) => Promise<void>;
  /** What a case is bound to when it is sent; `chosen` null: the account in use. */
  readonly accountFor: (chosen: AccountRef | null) => PlanAccount;
  readonly random: Random;
  readonly newCaseId: () => CaseId;
  /** Called after every change of any case. */
  readonly onChange: () => void;
  readonly onFailure: (failure: Failure) => void;
  /** A case stopped because the service no longer takes the sign-in: the account should look. */
  readonly onSignInNeeded: () => void;
}

/** The cases of this computer. */
export class Workspace {
  readonly #deps: WorkspaceDeps;
  readonly #keeper: RecordKeeper;
  readonly #queue: SendQueue<CaseSession>;
  readonly #watch: SendingWatch;
  readonly #sessions = new Map<CaseId, CaseSession>();
  /** What the user tells cases that are being sent. */
  readonly uploads: UploadCommands;
  #open: CaseSession | null = null;
  readonly #splitting = new Set<CaseId>();
  #starting: Promise<unknown> = Promise.resolve();
  #isClosing = false;

  constructor(deps: WorkspaceDeps) {
    this.#deps = deps;
    this.#keeper = new RecordKeeper(deps.records, deps.onFailure);
    this.#watch = new SendingWatch({
      ...deps,
      removeSpool: async (caseId) => {
        const removed = await deps.removeSpool(caseId);
        await this.#releaseCopies();
        return removed;
      },
    });
    this.#queue = new SendQueue<CaseSession>(
      (session) => session.sending?.run(),
      (session) => isOnTheWire(session.sending?.view()),
    );
    this.uploads = new UploadCommands({
      sessions: this.#sessions,
      queue: this.#queue,
      send: (session) => {
        this.#send(session);
      },
    });
  }

  /** Reads the records of earlier runs and goes on sending what was being sent. Failures name what was kept aside. */
  start(): Promise<readonly Failure[]> {
    const starting = this.#start();
    this.#starting = starting;
    return starting;
  }

  async #start(): Promise<readonly Failure[]> {
    const { records, failures, journalsOnly } = await this.#deps.records.load();
    const problems: Failure[] = [...failures];
    const restored: CaseSession[] = [];
    for (const stored of records) {
      const parsed = caseRecordSchema.safeParse(stored.content);
      if (parsed.success)
        restored.push(this.#adopt(parsed.data, stored.caseId));
      else problems.push({ kind: "recordDamaged", record: "draft" });
    }
    for (const caseId of journalsOnly) {
      // What was typed is lost, but not what was sent: the journal goes on where it was.
      restored.push(
        this.#adopt({ ...this.#blankRecord(caseId), isFrozen: true }, caseId),
      );
      const isTold = failures.some(
        ({ kind }) => kind === "recordDamaged" || kind === "unreadable",
      );
      if (!isTold) problems.push({ kind: "recordDamaged", record: "draft" });
    }
    for (const session of restored) {
      if (!this.#isInWork(session)) continue;
      const failure = await session.reopenSending();
      if (failure !== null) problems.push(failure);
    }
    for (const session of inSendOrder(restored))
      if (isUnfinished(session.sending)) this.#goOn(session);
    return problems;
  }

  /** A case that is sent whole takes nobody's turn: the site is only asked about it. */
  #goOn(session: CaseSession): void {
    const { sending } = session;
    if (sending !== null && isAllSent(sending.view())) sending.run();
    else this.#send(session);
  }

  /** False once the case was forgotten, or the app is quitting. */
  #isInWork(session: CaseSession): boolean {
    return !this.#isClosing && this.#sessions.get(session.caseId) === session;
  }

  #send(session: CaseSession): void {
    if (this.#isInWork(session)) this.#queue.add(session);
  }

  /** True while a case is being sent or waits its turn: a reason to ask before quitting. */
  get isSending(): boolean {
    return this.summaries().some(({ stage }) => isMoving(stage));
  }

  get openCaseId(): CaseId | null {
    return this.#open?.caseId ?? null;
  }

  openSnapshot(): CaseSnapshot | null {
    return this.#open?.snapshot() ?? null;
  }

  /** Newest first. */
  summaries(): readonly CaseSummary[] {
    return [...this.#sessions.values()]
      .map((session) => ({
        summary: session.summary(),
        createdAtMs: session.record.createdAtMs,
      }))
      .sort((a, b) => b.createdAtMs - a.createdAtMs)
      .map((entry) => entry.summary);
  }

  /** Cases with a draft on the site, newest first. */
  sentCases(): readonly SentCaseView[] {
    return this.summaries().flatMap((summary) => {
      const sending = this.#sessions.get(summary.caseId)?.sending;
      return sending == null ? [] : (sentCase(summary, sending) ?? []);
    });
  }

  /** Studies of an account's draft that cases of this computer made or added to. */
  knownStudies(
    account: AccountRef,
    remoteCaseId: number,
  ): readonly KnownStudyView[] {
    const { serviceOrigin } = this.#deps.accountFor(account);
    const { login } = account;
    return knownStudies(
      [...this.#sessions.values()].flatMap(({ sending }) => sending ?? []),
      { serviceOrigin, login, remoteCaseId },
    );
  }

  /** Makes an empty draft and opens it. */
  createCase(): CaseId {
    const session = this.#adoptNew({});
    this.#open = session;
    this.#changed(session, true);
    return session.caseId;
  }

  /** The remedy for a case whose copies are gone: another one of the same files, with its words. It becomes the open case. */
  remakeCase(caseId: CaseId): Result<CaseId, Failure> {
    const session = this.#sessions.get(caseId);
    if (session === undefined) return noCase;
    const made = this.#adoptNew(fieldsToRemake(session.record));
    this.#open = made;
    this.#changed(made, true);
    void made.readAgain();
    return success(made.caseId);
  }

  /** A new draft with these fields; its record is not noted yet. */
  #adoptNew(fields: Partial<CaseRecord>): CaseSession {
    const caseId = this.#deps.newCaseId();
    return this.#adopt({ ...this.#blankRecord(caseId), ...fields }, caseId);
  }

  #blankRecord(caseId: CaseId): CaseRecord {
    return blankRecord(caseId, this.#deps.nowMs(), this.#newKeyHex());
  }

  #newKeyHex(): string {
    const bytes = Array.from(this.#deps.random.bytes(32));
    return bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  /** Makes one case per patient out of a case of several. A second call while the first works does nothing. */
  async splitCaseByPatient(caseId: CaseId): Promise<Result<null, Failure>> {
    const session = this.#sessions.get(caseId);
    if (session === undefined) return noCase;
    if (this.#splitting.has(caseId)) return success(null);
    this.#splitting.add(caseId);
    try {
      return await splitCase(session, {
        addCase: (fields) => this.#adoptNew(fields),
        flush: (added) => this.#keeper.flush(added),
        forgetCase: (added) => this.forgetCase(added),
        isInWork: (split) => this.#isInWork(split),
        newKeyHex: () => this.#newKeyHex(),
      });
    } finally {
      this.#splitting.delete(caseId);
    }
  }

  /** Opens a case (null: none) and reads its files if this run has not yet. */
  openCase(caseId: CaseId | null): Result<CaseSnapshot | null, Failure> {
    if (caseId === null) {
      this.#open = null;
      return success(null);
    }
    const session = this.#sessions.get(caseId);
    if (session === undefined) return noCase;
    this.#open = session;
    void session.readAgain();
    return success(session.snapshot());
  }

  /** Adds files to a case, or to a new one; it becomes the open case. Reading goes on in the background. */
  addRoots(
    caseId: CaseId | null,
    roots: readonly string[],
  ): Result<CaseId, Failure> {
    const target = caseId ?? this.createCase();
    const session = this.#sessions.get(target);
    if (session === undefined) return noCase;
    if (session.isFrozen) return frozenCase;
    this.#open = session;
    void session.addRoots(roots);
    return success(target);
  }

  /** Public series of cases that can still change. */
  get publicSeries(): readonly PublicSeries[] {
    return [...this.#sessions.values()]
      .filter(({ isFrozen }) => !isFrozen)
      .flatMap(({ record }) => record.publicSeries ?? []);
  }

  /** Tells the cases that have a public series what its record says now. What is sent already stays as it was sent. */
  updatePublicSeries(series: PublicSeries): void {
    const { seriesInstanceUID } = series;
    for (const session of this.#sessions.values()) {
      const { publicSeries = [] } = session.record;
      const isHeld = publicSeries.some(
        (each) => each.seriesInstanceUID === seriesInstanceUID,
      );
      // Refused by a case that is frozen, which is what is wanted.
      if (isHeld) session.addPublicSeries([series]);
    }
  }

  /** Gives a case by its id to commands that concern one case only. */
  find(caseId: CaseId): Result<CaseSession, Failure> {
    const session = this.#sessions.get(caseId);
    return session === undefined ? noCase : success(session);
  }

  /** Freezes a case and queues it. Not without its record on disk: by that it is found again after a crash. */
  async startUpload(caseId: CaseId): Promise<Result<null, Failure>> {
    const session = this.#sessions.get(caseId);
    if (session === undefined) return noCase;
    // That of the moment Send was pressed: what follows takes its time.
    const account = this.#deps.accountFor(session.destination.account);
    const recorded = await this.#keeper.flush(caseId);
    if (!recorded.ok) return recorded;
    const frozen = await session.freeze(account);
    if (!frozen.ok) return frozen;
    // The record now says "frozen"; should that fail, the journal says it.
    await this.#keeper.flush(caseId);
    if (!this.#isInWork(session)) return failed({ kind: "cancelled" });
    this.#send(session);
    return success(null);
  }

  /** Ends all work of a case and removes what is kept of it. What could not be removed stays a case and can be forgotten once more. */
  async forgetCase(caseId: CaseId): Promise<Result<null, Failure>> {
    const session = this.#sessions.get(caseId);
    if (session === undefined) return noCase;
    this.#queue.remove(session);
    this.#sessions.delete(caseId);
    if (this.#open === session) this.#open = null;
    const removed = await removeCase(session, this.#keeper, this.#deps);
    // Known, but neither read nor sent.
    if (!removed.ok && !this.#isClosing)
      await this.#adopt(session.record, caseId).reopenSending();
    await this.#releaseCopies();
    // It may have been the one being sent.
    if (!this.#isClosing) this.#queue.advance();
    this.#deps.onChange();
    return removed;
  }

  /** Cases that send nothing any more read their originals no more. */
  async #releaseCopies(): Promise<void> {
    const inWork = [...this.#sessions.values()].filter(
      ({ sending }) => sending?.needsCopies ?? true,
    );
    const roots = inWork.flatMap(({ record }) => record.roots);
    await this.#deps.keepCopiesBelow(roots);
  }

  /** Ends all work, records written, journals closed. Nothing changes afterwards. */
  async close(): Promise<void> {
    this.#isClosing = true;
    await this.#starting;
    await Promise.all(
      [...this.#sessions.values()].map((session) => session.close()),
    );
    await Promise.all([
      this.#keeper.flushAll(),
      this.#deps.sentImages.settled(),
    ]);
  }

  #adopt(stored: CaseRecord, caseId: CaseId): CaseSession {
    const session = new CaseSession(stored, caseId, {
      ...this.#deps,
      keepSpooled: async (id, kept, isBeingSent) => {
        if (isBeingSent() || this.#isClosing) return;
        const tidied = await this.#deps.keepSpooled(id, kept);
        if (!tidied.ok) this.#deps.onFailure(tidied.failure);
      },
      onChange: (changed, isDurable) => {
        this.#changed(changed, isDurable);
      },
    });
    this.#sessions.set(caseId, session);
    return session;
  }

  #changed(session: CaseSession, isDurable: boolean): void {
    const isKnown = this.#sessions.get(session.caseId) === session;
    if (isDurable && isKnown)
      this.#keeper.changed(session.caseId, () => session.record);
    if (!this.#isClosing) this.#queue.advance();
    if (this.#isInWork(session)) this.#watch.changed(session, session.sending);
    this.#deps.onChange();
  }
}
