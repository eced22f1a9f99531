// One case in the left column, with its stage, progress and what can be done with it.
import { ContextMenu } from "@base-ui/react/context-menu";
import { Menu } from "@base-ui/react/menu";
import { ArrowDown, ArrowUp, ChevronsUp, Ellipsis, Trash2 } from "lucide-react";
import {
  memo,
  type DragEvent,
  type KeyboardEvent,
  type ReactNode,
} from "react";
import type { CaseId } from "../../../shared/identifiers.ts";
import type { CaseSummary } from "../../../shared/snapshot.ts";
import { openCase, send } from "../../bridge/commands.ts";
import { IconButton } from "../../controls/Button.tsx";
import { join } from "../../controls/classNames.ts";
import menuStyles from "../../controls/Menu.module.css";
import { ProgressBar } from "../../controls/ProgressBar.tsx";
import { Truncated } from "../../controls/Tip.tsx";
import { openDialog } from "../../view/viewState.ts";
import styles from "./CaseList.module.css";
import {
  caseContents,
  caseTitle,
  isUploading,
  stageView,
} from "./caseStage.ts";

/** A line of the list. `queue`: it waits, among so many. */
export const CaseItem = memo(function CaseItem({
  summary,
  isOpen,
  waiting = 0,
}: {
  readonly summary: CaseSummary;
  readonly isOpen: boolean;
  readonly waiting?: number;
}): ReactNode {
  const title = caseTitle(summary);
  const stage = stageView(summary.stage);
  return (
    <ContextMenu.Root>
      <ContextMenu.Trigger
        render={<li />}
        className={join(styles.item, isOpen && styles.open)}
        {...queueDrag(summary)}
      >
        <button
          type="button"
          className={styles.choose}
          aria-current={isOpen ? "true" : undefined}
          onClick={() => void openCase(summary.caseId)}
          onKeyDown={(event) => {
            moveByKey(event, summary, waiting);
          }}
          aria-keyshortcuts={
            waiting > 1 ? "Alt+ArrowUp Alt+ArrowDown" : undefined
          }
        >
          <Truncated text={title} className={styles.title} />
          <span className={join(styles.stage, styles[stage.tone])}>
            <span className={styles.dot} aria-hidden />
            {summary.queuePlace === null
              ? stage.words
              : `Queued, number ${summary.queuePlace}`}
          </span>
          <span className={styles.contents}>{caseContents(summary)}</span>
        </button>
        <Menu.Root>
          <Menu.Trigger
            render={
              <IconButton
                icon={Ellipsis}
                size="small"
                name={`Actions for ${title}`}
                className={styles.more}
              />
            }
          />
          <Menu.Portal>
            <Menu.Positioner
              className={menuStyles.positioner}
              align="start"
              sideOffset={4}
            >
              <Menu.Popup className={menuStyles.popup}>
                {queueMoves(summary, waiting).map(
                  ({ words, icon: Icon, toIndex }) => (
                    <Menu.Item
                      key={words}
                      className={menuStyles.item}
                      onClick={() => {
                        moveTo(summary.caseId, toIndex);
                      }}
                    >
                      <Icon aria-hidden /> {words}
                    </Menu.Item>
                  ),
                )}
                <Menu.Item
                  className={menuStyles.item}
                  disabled={isUploading(summary.stage)}
                  onClick={() => {
                    openDialog({ kind: "forget", caseId: summary.caseId });
                  }}
                >
                  <Trash2 aria-hidden /> Forget this case…
                </Menu.Item>
              </Menu.Popup>
            </Menu.Positioner>
          </Menu.Portal>
        </Menu.Root>
        {(stage.isBusy || stage.fraction !== null) && (
          <div className={styles.progress}>
            <ProgressBar
              size="thin"
              name={`Progress of ${title}`}
              fraction={stage.fraction}
              tone={stage.isBusy ? "accent" : "quiet"}
            />
          </div>
        )}
      </ContextMenu.Trigger>
      <ContextMenu.Portal>
        <ContextMenu.Positioner className={menuStyles.positioner}>
          <ContextMenu.Popup className={menuStyles.popup}>
            {queueMoves(summary, waiting).map(
              ({ words, icon: Icon, toIndex }) => (
                <ContextMenu.Item
                  key={words}
                  className={menuStyles.item}
                  onClick={() => {
                    moveTo(summary.caseId, toIndex);
                  }}
                >
                  <Icon aria-hidden /> {words}
                </ContextMenu.Item>
              ),
            )}
            <ContextMenu.Item
              className={menuStyles.item}
              disabled={isUploading(summary.stage)}
              onClick={() => {
                openDialog({ kind: "forget", caseId: summary.caseId });
              }}
            >
              <Trash2 aria-hidden /> Forget this case…
            </ContextMenu.Item>
          </ContextMenu.Popup>
        </ContextMenu.Positioner>
      </ContextMenu.Portal>
    </ContextMenu.Root>
  );
});

function moveTo(caseId: CaseId, toIndex: number): void {
  void send((bridge) => bridge.moveInQueue(caseId, toIndex));
}

/** Where a waiting case can be moved. */
function queueMoves({ queuePlace }: CaseSummary, waiting: number) {
  if (queuePlace === null) return [];
  const place = queuePlace - 1;
  return [
    ...(place > 0
      ? [
          { words: "Send next", icon: ChevronsUp, toIndex: 0 },
          { words: "Send earlier", icon: ArrowUp, toIndex: place - 1 },
        ]
      : []),
    ...(place < waiting - 1
      ? [{ words: "Send later", icon: ArrowDown, toIndex: place + 1 }]
      : []),
  ];
}

function moveByKey(
  event: KeyboardEvent,
  { caseId, queuePlace }: CaseSummary,
  waiting: number,
): void {
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (!event.altKey || step === undefined || queuePlace === null) return;
  event.preventDefault();
  const toIndex = queuePlace - 1 + step;
  if (toIndex >= 0 && toIndex < waiting) moveTo(caseId, toIndex);
}

const dragType = "application/x-casedrop-queue";

/** Dragging one waiting case onto another takes its place. */
function queueDrag({ caseId, queuePlace }: CaseSummary) {
  if (queuePlace === null) return {};
  return {
    draggable: true,
    onDragStart: (event: DragEvent) => {
      event.dataTransfer.setData(dragType, caseId);
      event.dataTransfer.effectAllowed = "move";
    },
    onDragOver: (event: DragEvent) => {
      if (!event.dataTransfer.types.includes(dragType)) return;
      event.preventDefault();
      event.stopPropagation();
    },
    onDrop: (event: DragEvent) => {
      const dragged = event.dataTransfer.getData(dragType);
      if (dragged === "") return;
      event.preventDefault();
      event.stopPropagation();
      moveTo(dragged as CaseId, queuePlace - 1);
    },
  };
}
