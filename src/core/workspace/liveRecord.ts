// The record of a case in work: what is kept of it on disk, with the edits that can be undone.
import { noConfirmations } from "../../shared/caseForm.ts";
import type { Failure } from "../../shared/failure.ts";
import { success, type Result } from "../../shared/result.ts";
import {
  mergedSeries,
  type PublicSeries,
} from "../archive/credit/publicSeries.ts";
import {
  questionsOf,
  stillAccepted,
  type Questions,
} from "../casefile/acceptances.ts";
import type { CaseDraft } from "../casefile/caseDraft.ts";
import { EditedDraft } from "../casefile/editedDraft.ts";
import type { OtherPatients } from "../casefile/patients.ts";
import type { PreparedCase } from "../casefile/preparedCase.ts";
import type { GroupedImages } from "../model/stack.ts";
import { withoutRefusals, type CaseRecord } from "./caseRecord.ts";

/** Fields that are set as they come; the draft changes by edits alone. */
type PlainFields = Omit<Partial<CaseRecord>, "version" | "caseId" | "draft">;

/** The record and the draft in it; every change replaces both as a whole. */
export class LiveRecord {
  #stored: CaseRecord;
  #edited: EditedDraft;

  constructor(stored: CaseRecord) {
    this.#stored = stored.isFrozen ? stored : withoutRefusals(stored);
    this.#edited = new EditedDraft(stored.draft);
  }

  /** As of now; `lastSeen` as it was set last. */
  get fields(): CaseRecord {
    return { ...this.#stored, draft: this.draft };
  }

  get edited(): EditedDraft {
    return this.#edited;
  }

  get draft(): CaseDraft {
    return this.#edited.draft;
  }

  set(fields: PlainFields): void {
    this.#stored = { ...this.#stored, ...fields };
  }

  addRoots(roots: readonly string[]): void {
    this.set({ roots: [...new Set([...this.#stored.roots, ...roots])] });
  }

  /** Those of them that this case does not know as they are. */
  newsOf(found: readonly PublicSeries[]): readonly PublicSeries[] {
    const known = new Set(
      this.#stored.publicSeries?.map((series) => JSON.stringify(series)),
    );
    return found.filter((series) => !known.has(JSON.stringify(series)));
  }

  /** What was said of public data was said of what was there; undoing does not bring it back. */
  addPublicSeries(added: readonly PublicSeries[]): void {
    const { publicSeries = [] } = this.#stored;
    this.set({ publicSeries: mergedSeries(publicSeries, added) });
    const { confirmations } = this.draft;
    if (confirmations.publicData !== true) return;
    this.#edited = new EditedDraft({
      ...this.draft,
      confirmations: { ...confirmations, publicData: false },
    });
  }

  /** One step of editing, undoing or redoing. */
  change(
    step: (draft: EditedDraft) => Result<EditedDraft, Failure>,
  ): Result<null, Failure> {
    const next = step(this.#edited);
    if (!next.ok) return next;
    this.#edited = next.value;
    return success(null);
  }

  /** Becomes the record of one patient of several. What was confirmed, accepted and undone concerned everybody's files. */
  keepShare(otherPatients: OtherPatients): void {
    const acceptances = { refusedImages: false, severalPatients: false };
    this.set({ otherPatients, acceptances });
    this.#edited = new EditedDraft({
      ...this.draft,
      confirmations: noConfirmations,
    });
  }

  /** What there is to accept, as things stand. */
  questions(groups: GroupedImages, prepared: PreparedCase | null): Questions {
    return questionsOf(groups, this.draft, prepared);
  }

  /** Takes back acceptances of what is no longer asked as it was. */
  askAgain(before: Questions, now: Questions): void {
    const { acceptances } = this.#stored;
    this.set({ acceptances: stillAccepted(acceptances, before, now) });
  }
}
