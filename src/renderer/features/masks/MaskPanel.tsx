// Beside the image: what was found of text, masks that are offered, the tools, and the masks of the stack.
import type { ReactNode } from "react";
import type { MaskShape } from "../../../shared/mask.ts";
import type { CaseSnapshot, StackView } from "../../../shared/snapshot.ts";
import { MaskListing } from "./MaskListing.tsx";
import { MaskProposals } from "./MaskProposals.tsx";
import { MaskTools } from "./MaskTools.tsx";
import { TextFindings } from "./TextFindings.tsx";
import type { MaskList } from "./useMaskList.ts";
import type { MaskTool } from "./useMaskTool.ts";

/** One side of the viewer. */
export function MaskPanel({
  snapshot,
  stack,
  index,
  list,
  tool,
  shownFindingId,
  onShowFinding,
  onGhosts,
  onGoTo,
}: {
  readonly snapshot: CaseSnapshot;
  readonly stack: StackView;
  readonly index: number;
  readonly list: MaskList;
  readonly tool: MaskTool;
  readonly shownFindingId: string | null;
  readonly onShowFinding: (findingId: string) => void;
  /** An offer is pointed at, or none any more. */
  readonly onGhosts: (shapes: readonly MaskShape[]) => void;
  /** Shows the image at a 0-based place. */
  readonly onGoTo: (index: number) => void;
}): ReactNode {
  const { caseId, isFrozen } = snapshot;
  return (
    <>
      {!isFrozen && (
        <MaskTools stack={stack} index={index} list={list} tool={tool} />
      )}
      <TextFindings
        caseId={caseId}
        stack={stack}
        isFrozen={isFrozen}
        shownFindingId={shownFindingId}
        onShow={onShowFinding}
      />
      {!isFrozen && (
        <MaskProposals stack={stack} list={list} onGhosts={onGhosts} />
      )}
      <MaskListing
        snapshot={snapshot}
        stack={stack}
        index={index}
        list={list}
        tool={tool}
        onGoTo={onGoTo}
      />
    </>
  );
}
