// Masks, proposals and findings drawn over the image: hatched to work on, or black as they will be sent.
import { useId, type ReactNode } from "react";
import type { TextFindingView } from "../../../shared/burnedInText.ts";
import type { Mask, MaskShape } from "../../../shared/mask.ts";
import { join } from "../../controls/classNames.ts";
import { isOnImage } from "./maskEdits.ts";
import { handlesOf } from "./maskHandles.ts";
import styles from "./MaskLayer.module.css";
import { outlinePath, paintedPath } from "./maskPath.ts";
import { maskName } from "./maskWords.ts";
import { toStage, type Size, type StageFrame } from "./stageFrame.ts";

/** Lies over the stage; the pointer is handled by the stage itself, the keyboard by the masks. */
export function MaskLayer({
  stage,
  frame,
  masks,
  findings,
  ghosts,
  index,
  imageCount,
  selectedId,
  shownFindingId,
  isActive,
  isAsSent,
  onSelect,
}: {
  readonly stage: Size;
  readonly frame: StageFrame;
  readonly masks: readonly Mask[];
  readonly findings: readonly TextFindingView[];
  /** Shown as suggestions. */
  readonly ghosts: readonly MaskShape[];
  readonly index: number;
  readonly imageCount: number;
  readonly selectedId: string | null;
  readonly shownFindingId: string | null;
  /** False: masks are only looked at. */
  readonly isActive: boolean;
  readonly isAsSent: boolean;
  readonly onSelect: (maskId: string) => void;
}): ReactNode {
  const id = useId();
  const visible = masks.filter((mask) => isOnImage(mask, index));
  const selected = visible.find(({ maskId }) => maskId === selectedId);
  const place = `matrix(${frame.scale} 0 0 ${frame.scale} ${frame.left} ${frame.top})`;
  return (
    <svg
      className={styles.layer}
      width={stage.width}
      height={stage.height}
      role="group"
      aria-label="Masks on this image"
    >
      <defs>
        <pattern
          id={`${id}-hatch`}
          width={8 / frame.scale}
          height={8 / frame.scale}
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <rect
            className={styles.hatchGround}
            width={8 / frame.scale}
            height={8 / frame.scale}
          />
          <rect
            className={styles.hatchLine}
            width={2.5 / frame.scale}
            height={8 / frame.scale}
          />
        </pattern>
        <clipPath id={`${id}-image`}>
          <rect width={frame.columns} height={frame.rows} />
        </clipPath>
      </defs>
      <g transform={place}>
        <g clipPath={`url(#${id}-image)`}>
          {visible.map((mask) => (
            <path
              key={mask.maskId}
              className={isAsSent ? styles.black : styles.hatched}
              d={paintedPath(mask.shape, frame)}
              fillRule="evenodd"
              fill={isAsSent ? "black" : `url(#${id}-hatch)`}
            />
          ))}
          {ghosts.map((ghost) => (
            <path
              key={JSON.stringify(ghost)}
              className={styles.ghost}
              d={paintedPath(ghost, frame)}
              fillRule="evenodd"
            />
          ))}
        </g>
        {visible.map((mask) => (
          <path
            key={mask.maskId}
            className={join(
              styles.line,
              isAsSent && styles.faint,
              mask.maskId === selectedId && styles.selected,
            )}
            d={outlinePath(mask.shape)}
            {...(isActive && {
              role: "button",
              tabIndex: 0,
              "aria-pressed": mask.maskId === selectedId,
              "aria-label": maskName(mask, imageCount),
              onFocus: () => {
                onSelect(mask.maskId);
              },
            })}
          />
        ))}
        {findings.map((finding) => (
          <rect
            key={finding.findingId}
            className={join(
              styles.finding,
              styles[finding.rank],
              finding.findingId === shownFindingId && styles.shown,
            )}
            x={finding.box.left}
            y={finding.box.top}
            width={finding.box.width}
            height={finding.box.height}
          />
        ))}
      </g>
      {isActive &&
        selected !== undefined &&
        handlesOf(selected.shape).map(({ name, at }) => {
          const { x, y } = toStage(frame, at);
          return name === "apex" ? (
            <circle key={name} className={styles.handle} cx={x} cy={y} r={5} />
          ) : (
            <rect
              key={name}
              className={styles.handle}
              x={x - 4}
              y={y - 4}
              width={8}
              height={8}
            />
          );
        })}
    </svg>
  );
}
