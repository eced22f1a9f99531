// Edits of one stack, ready to be called by its controls.
import type { CaseEdit } from "../../../shared/caseEdit.ts";
import type { CaseId, StackId } from "../../../shared/identifiers.ts";
import { send } from "../../bridge/commands.ts";
import type { Trim } from "../../images/trimming.ts";

/** Sends one undoable edit. */
export function edit(caseId: CaseId, change: CaseEdit): void {
  void send((bridge) => bridge.editCase(caseId, change));
}

/** Keeps `trim` of a stack; true if the case took it. */
export function trimStack(
  caseId: CaseId,
  stackId: StackId,
  trim: Trim,
): Promise<boolean> {
  return send((bridge) =>
    bridge.editCase(caseId, { kind: "trimStack", stackId, ...trim }),
  );
}

/** Selects or deselects stacks together. */
export function selectStacks(
  caseId: CaseId,
  stackIds: readonly StackId[],
  isSelected: boolean,
): void {
  if (stackIds.length > 0)
    edit(caseId, { kind: "selectStacks", stackIds: [...stackIds], isSelected });
}
