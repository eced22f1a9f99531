// The draft of a case with the edits that led to it and those that were undone. Immutable: each step makes a new one.
import type { CaseEdit } from "../../shared/caseEdit.ts";
import type { Failure } from "../../shared/failure.ts";
import { success, type Result } from "../../shared/result.ts";
import type { GroupedImages } from "../model/stack.ts";
import { applyEdit } from "./applyEdit.ts";
import type { CaseDraft } from "./caseDraft.ts";
import {
  newHistory,
  record,
  redo,
  undo,
  type EditHistory,
} from "./editHistory.ts";

/** A draft that knows its past and future. */
export class EditedDraft {
  readonly #history: EditHistory<CaseDraft>;

  /** Without a history, a draft that was not edited yet. */
  constructor(
    draft: CaseDraft,
    history: EditHistory<CaseDraft> = newHistory(draft),
  ) {
    this.#history = history;
  }

  get draft(): CaseDraft {
    return this.#history.present;
  }

  get canUndo(): boolean {
    return this.#history.past.length > 0;
  }

  get canRedo(): boolean {
    return this.#history.future.length > 0;
  }

  /** Fails with `invalidInput` if the edit does not fit the images. */
  edit(edit: CaseEdit, groups: GroupedImages): Result<EditedDraft, Failure> {
    const next = applyEdit(this.draft, edit, groups);
    return next.ok ? success(edited(record(this.#history, next.value))) : next;
  }

  undone(): EditedDraft {
    return edited(undo(this.#history));
  }

  redone(): EditedDraft {
    return edited(redo(this.#history));
  }
}

function edited(history: EditHistory<CaseDraft>): EditedDraft {
  return new EditedDraft(history.present, history);
}
