// The tools beside the viewer's image.
import { Key, Pause, Play, RotateCcw, ZoomIn, ZoomOut } from "lucide-react";
import type { ReactNode } from "react";
import type { CaseId } from "../../../shared/identifiers.ts";
import type { StackView } from "../../../shared/snapshot.ts";
import { Button, IconButton } from "../../controls/Button.tsx";
import { Tick } from "../../controls/Choice.tsx";
import type { DisplayWindow } from "../../images/imageSource.ts";
import { isSameWindow, presetsFor } from "../../images/windowLevel.ts";
import { setStackWindow } from "../../view/viewState.ts";
import { selectStacks } from "./stackEdits.ts";
import { keptWords } from "./stackWords.ts";
import type { ViewerControls } from "./useViewerControls.ts";
import styles from "./Viewer.module.css";

/** Window presets, view, and the edits one makes while looking. */
export function ViewerTools({
  caseId,
  stack,
  index,
  isFrozen,
  appliedWindow,
  controls,
}: {
  readonly caseId: CaseId;
  readonly stack: StackView;
  readonly index: number;
  readonly isFrozen: boolean;
  /** Null for colour images. */
  readonly appliedWindow: DisplayWindow | null;
  readonly controls: ViewerControls;
}): ReactNode {
  const { perform } = controls;
  const presets = presetsFor(stack.modality);
  return (
    <>
      <section className={styles.toolGroup} aria-label="View">
        <h3 className={styles.toolHeading}>View</h3>
        <div className={styles.toolRow}>
          <IconButton
            icon={ZoomOut}
            name="Zoom out"
            shortcut="-"
            disabled={controls.view.zoom === 1}
            onClick={() => {
              perform("zoomOut");
            }}
          />
          <IconButton
            icon={ZoomIn}
            name="Zoom in"
            shortcut="+"
            onClick={() => {
              perform("zoomIn");
            }}
          />
          <IconButton
            icon={controls.isPlaying ? Pause : Play}
            name={controls.isPlaying ? "Stop playing" : "Play"}
            shortcut="Space"
            disabled={stack.imageCount < 2}
            onClick={() => {
              perform("togglePlay");
            }}
          />
          <IconButton
            icon={RotateCcw}
            name="Reset view and window"
            shortcut="R"
            onClick={() => {
              perform("resetView");
            }}
          />
        </div>
      </section>
      {appliedWindow !== null && (
        <section className={styles.toolGroup} aria-label="Window">
          <h3 className={styles.toolHeading}>Window</h3>
          <p className={styles.hint}>
            Drag on the image: across for width, up and down for level.
          </p>
          {presets.length > 0 && (
            <div className={styles.presets}>
              {presets.map((preset) => (
                <Button
                  key={preset.name}
                  size="small"
                  className={styles.preset}
                  aria-pressed={isSameWindow(preset, appliedWindow)}
                  onClick={() => {
                    setStackWindow(stack.stackId, {
                      center: preset.center,
                      width: preset.width,
                    });
                  }}
                >
                  {preset.name}
                </Button>
              ))}
            </div>
          )}
        </section>
      )}
      <section className={styles.toolGroup} aria-label="This stack">
        <h3 className={styles.toolHeading}>This stack</h3>
        <Tick
          isTicked={stack.isSelected}
          isDisabled={isFrozen || !stack.canBeSelected}
          onChange={(isSelected) => {
            selectStacks(caseId, [stack.stackId], isSelected);
          }}
        >
          Send it ({keptWords(stack)})
        </Tick>
        <Button
          size="small"
          className={styles.preset}
          icon={Key}
          disabled={isFrozen || index === stack.keyImage}
          onClick={() => {
            perform("keyImage");
          }}
        >
          Make this the key image
        </Button>
        <Button
          size="small"
          className={styles.preset}
          disabled={isFrozen || index === stack.first}
          onClick={() => {
            perform("keepFromHere");
          }}
        >
          Keep from here
        </Button>
        <Button
          size="small"
          className={styles.preset}
          disabled={isFrozen || index === stack.last}
          onClick={() => {
            perform("keepUpToHere");
          }}
        >
          Keep up to here
        </Button>
      </section>
    </>
  );
}
