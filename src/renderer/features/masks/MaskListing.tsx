// The masks of a stack as a list, and taking them over to other stacks.
import { Circle, Copy, Square, Trash2 } from "lucide-react";
import type { ReactNode } from "react";
import { countOf } from "../../../shared/messages/quantities.ts";
import type { Mask } from "../../../shared/mask.ts";
import type { CaseSnapshot, StackView } from "../../../shared/snapshot.ts";
import { Button, IconButton } from "../../controls/Button.tsx";
import { join } from "../../controls/classNames.ts";
import { edit } from "../images/stackEdits.ts";
import {
  isOnImage,
  sameMasks,
  stacksOfSameSize,
  withCopies,
} from "./maskEdits.ts";
import styles from "./MaskPanel.module.css";
import { maskName, rangeWords, shapeNames, shapeSize } from "./maskWords.ts";
import { KeepEllipse, KeepFan, KeepRectangle } from "./toolIcons.ts";
import type { MaskList } from "./useMaskList.ts";
import type { MaskTool } from "./useMaskTool.ts";

const icons = {
  rectangle: Square,
  ellipse: Circle,
  outsideRectangle: KeepRectangle,
  outsideEllipse: KeepEllipse,
  outsideFan: KeepFan,
} as const;

/** Choosing a mask here shows it on the image. */
export function MaskListing({
  snapshot,
  stack,
  index,
  list,
  tool,
  onGoTo,
}: {
  readonly snapshot: CaseSnapshot;
  readonly stack: StackView;
  readonly index: number;
  readonly list: MaskList;
  readonly tool: MaskTool;
  readonly onGoTo: (index: number) => void;
}): ReactNode {
  const { masks } = list;
  return (
    <section className={styles.group} aria-label="Masks of this stack">
      <h3 className={styles.heading}>
        {masks.length === 0
          ? "No masks"
          : `${countOf(masks.length, "mask")} in this stack`}
      </h3>
      {masks.length > 0 && (
        <ul className={styles.list}>
          {masks.map((mask) => (
            <MaskRow
              key={mask.maskId}
              mask={mask}
              stack={stack}
              isHere={isOnImage(mask, index)}
              isFrozen={snapshot.isFrozen}
              tool={tool}
              onChoose={() => {
                if (!isOnImage(mask, index)) onGoTo(mask.images?.first ?? 0);
                tool.select(mask.maskId);
              }}
            />
          ))}
        </ul>
      )}
      {!snapshot.isFrozen && (
        <ApplyToOthers snapshot={snapshot} stack={stack} masks={masks} />
      )}
    </section>
  );
}

function MaskRow({
  mask,
  stack,
  isHere,
  isFrozen,
  tool,
  onChoose,
}: {
  readonly mask: Mask;
  readonly stack: StackView;
  readonly isHere: boolean;
  readonly isFrozen: boolean;
  readonly tool: MaskTool;
  readonly onChoose: () => void;
}): ReactNode {
  const Icon = icons[mask.shape.kind];
  const isSelected = mask.maskId === tool.selectedId;
  const act = (kind: "remove" | "duplicate") => () => {
    tool.perform({ kind });
  };
  return (
    <li className={join(styles.row, isSelected && styles.chosen)}>
      <button
        type="button"
        className={join(styles.rowWords, !isHere && styles.away)}
        aria-pressed={isSelected}
        aria-label={maskName(mask, stack.imageCount)}
        disabled={isFrozen}
        onClick={onChoose}
      >
        <Icon aria-hidden className={styles.rowIcon} />
        <span className={styles.rowText}>
          <span>{shapeNames[mask.shape.kind]}</span>
          <span className={styles.rowDetail}>
            {stack.imageCount > 1
              ? rangeWords(mask.images, stack.imageCount)
              : shapeSize(mask.shape)}
          </span>
        </span>
      </button>
      {isSelected && !isFrozen && (
        <>
          <IconButton
            icon={Copy}
            name="Duplicate the mask"
            shortcut="Ctrl+D"
            size="small"
            onClick={act("duplicate")}
          />
          <IconButton
            icon={Trash2}
            name="Remove the mask"
            shortcut="Del"
            size="small"
            onClick={act("remove")}
          />
        </>
      )}
    </li>
  );
}

/** One step to undo, however many stacks. */
function ApplyToOthers({
  snapshot,
  stack,
  masks,
}: {
  readonly snapshot: CaseSnapshot;
  readonly stack: StackView;
  readonly masks: readonly Mask[];
}): ReactNode {
  const others = stacksOfSameSize(snapshot, stack);
  if (masks.length === 0 || others.length === 0) return null;
  const makeId = () => crypto.randomUUID();
  const changes = others
    .map((other) => ({ other, wanted: withCopies(other, masks, makeId) }))
    .filter(({ other, wanted }) => !sameMasks(other.masks, wanted));
  const hasPartial = masks.some(({ images }) => images !== null);
  if (changes.length === 0)
    return (
      <p className={styles.hint}>
        {masks.every(({ images }) => images !== null)
          ? "Masks on some images only are not taken over to other stacks."
          : `The other ${countOf(others.length, "stack")} of this size ${others.length === 1 ? "has" : "have"} these masks.`}
      </p>
    );
  return (
    <>
      <Button
        size="small"
        className={styles.control}
        onClick={() => {
          edit(snapshot.caseId, {
            kind: "setMasks",
            stacks: changes.map(({ other, wanted }) => ({
              stackId: other.stackId,
              masks: [...wanted],
            })),
          });
        }}
      >
        Apply to {changes.length} more{" "}
        {changes.length === 1 ? "stack" : "stacks"} of this size
      </Button>
      {hasPartial && (
        <p className={styles.hint}>
          Only masks that lie on all images are taken over.
        </p>
      )}
    </>
  );
}
