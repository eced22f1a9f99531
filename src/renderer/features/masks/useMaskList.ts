// The masks of a stack as they are shown: the stored ones, ahead of them what was just drawn and is on its way.
import { useEffect, useEffectEvent, useRef, useState } from "react";
import type { CaseId } from "../../../shared/identifiers.ts";
import type { Mask } from "../../../shared/mask.ts";
import type { StackView } from "../../../shared/snapshot.ts";
import { send } from "../../bridge/commands.ts";
import { sameMasks } from "./maskEdits.ts";

export interface MaskList {
  readonly masks: readonly Mask[];
  /** Replaces the masks: one step to undo. */
  readonly commit: (masks: readonly Mask[]) => void;
  /** Shows masks at once and sends them when the keys rest, so that a run of key presses is one step to undo. */
  readonly commitSoon: (masks: readonly Mask[]) => void;
}

const restMs = 500;
/** An answer that shows something else by then (an undo, say) is the truth. */
const trustSnapshotMs = 400;

/** Keyed by stack. */
export function useMaskList(caseId: CaseId, stack: StackView): MaskList {
  const [ahead, setAhead] = useState<readonly Mask[] | null>(null);
  const waiting = useRef<readonly Mask[] | null>(null);
  const timer = useRef(0);
  const trustTimer = useRef(0);
  const { stackId, masks: stored } = stack;

  if (ahead !== null && waiting.current === null && sameMasks(ahead, stored))
    setAhead(null);

  const sendNow = (masks: readonly Mask[]) => {
    waiting.current = null;
    window.clearTimeout(timer.current);
    window.clearTimeout(trustTimer.current);
    void send((bridge) =>
      bridge.editCase(caseId, {
        kind: "setMasks",
        stacks: [{ stackId, masks: [...masks] }],
      }),
    ).then((wentWell) => {
      trustTimer.current = window.setTimeout(
        () => {
          if (waiting.current === null) setAhead(null);
        },
        wentWell ? trustSnapshotMs : 0,
      );
    });
  };

  const flush = useEffectEvent(() => {
    if (waiting.current !== null) sendNow(waiting.current);
  });
  useEffect(
    () => () => {
      flush();
      window.clearTimeout(trustTimer.current);
    },
    [],
  );

  return {
    masks: ahead ?? stored,
    commit: (masks) => {
      if (waiting.current === null && sameMasks(masks, ahead ?? stored)) return;
      setAhead(masks);
      sendNow(masks);
    },
    commitSoon: (masks) => {
      if (sameMasks(masks, ahead ?? stored)) return;
      setAhead(masks);
      waiting.current = masks;
      window.clearTimeout(timer.current);
      timer.current = window.setTimeout(() => {
        if (waiting.current !== null) sendNow(waiting.current);
      }, restMs);
    },
  };
}
