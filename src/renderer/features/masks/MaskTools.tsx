// The drawing tools, and on which images a mask lies.
import { Circle, MousePointer2, Square, type LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { assertNever } from "../../../shared/assertNever.ts";
import { formatCount } from "../../../shared/messages/quantities.ts";
import type { Mask } from "../../../shared/mask.ts";
import type { StackView } from "../../../shared/snapshot.ts";
import { Button, IconButton } from "../../controls/Button.tsx";
import { Choice, Tick } from "../../controls/Choice.tsx";
import { mostMasks, withMask } from "./maskEdits.ts";
import { toolKeyNames, type Tool } from "./maskKeys.ts";
import styles from "./MaskPanel.module.css";
import { shapeNames, rangeWords } from "./maskWords.ts";
import { KeepEllipse, KeepFan, KeepRectangle } from "./toolIcons.ts";
import type { MaskList } from "./useMaskList.ts";
import { scopeRange, type MaskTool, type Scope } from "./useMaskTool.ts";

const tools: readonly { readonly tool: Tool; readonly icon: LucideIcon }[] = [
  { tool: "select", icon: MousePointer2 },
  { tool: "rectangle", icon: Square },
  { tool: "ellipse", icon: Circle },
  { tool: "outsideRectangle", icon: KeepRectangle },
  { tool: "outsideEllipse", icon: KeepEllipse },
  { tool: "outsideFan", icon: KeepFan },
];

/** Arms a tool; the scope is that of the selected mask, else of the next one. */
export function MaskTools({
  stack,
  index,
  list,
  tool,
}: {
  readonly stack: StackView;
  readonly index: number;
  readonly list: MaskList;
  readonly tool: MaskTool;
}): ReactNode {
  const isFull = list.masks.length >= mostMasks;
  const selected = list.masks.find(({ maskId }) => maskId === tool.selectedId);
  const hint = hintFor(tool.tool, selected);
  const isDrawing = tool.tool !== "select" || selected !== undefined;
  return (
    <section className={styles.group} aria-label="Draw a mask">
      <div className={styles.tools} role="group" aria-label="Tools">
        {tools.map(({ tool: name, icon }) => (
          <IconButton
            key={name}
            icon={icon}
            name={toolName(name)}
            shortcut={toolKeyNames[name]}
            aria-pressed={tool.tool === name}
            disabled={isFull && name !== "select"}
            onClick={() => {
              tool.setTool(name);
            }}
          />
        ))}
      </div>
      {isFull && (
        <p className={styles.hint}>
          A stack takes {mostMasks} masks. Remove some, or draw larger ones.
        </p>
      )}
      <div className={styles.hintRow} role="status">
        {hint !== "" && <p className={styles.hint}>{hint}</p>}
        {tool.tool !== "select" && (
          <Button
            size="small"
            className={styles.control}
            onClick={() => {
              tool.perform({ kind: "placeInTheMiddle" });
            }}
          >
            Place one in the middle (Enter)
          </Button>
        )}
      </div>
      {stack.imageCount > 1 && isDrawing && (
        <ScopeChoice
          stack={stack}
          index={index}
          list={list}
          tool={tool}
          selected={selected}
        />
      )}
      <Tick
        isTicked={tool.isAsSent}
        onChange={(isAsSent) => {
          tool.setAsSent(isAsSent);
        }}
      >
        Show as it will be sent
      </Tick>
    </section>
  );
}

function ScopeChoice({
  stack,
  index,
  list,
  tool,
  selected,
}: {
  readonly stack: StackView;
  readonly index: number;
  readonly list: MaskList;
  readonly tool: MaskTool;
  readonly selected: Mask | undefined;
}): ReactNode {
  const { imageCount } = stack;
  const scopes: readonly Scope[] = ["all", "fromHere", "thisImage"];
  const names: Readonly<Record<Scope, string>> = {
    all: `All ${formatCount(imageCount)} images`,
    fromHere: `From here to the end (${formatCount(index + 1)} to ${formatCount(imageCount)})`,
    thisImage: `This image only (${formatCount(index + 1)})`,
  };
  const current =
    selected === undefined
      ? tool.scope
      : (scopes.find((scope) =>
          isSameRange(scopeRange(scope, index, imageCount), selected.images),
        ) ?? "");
  const others =
    selected !== undefined && current === ""
      ? [
          {
            value: "" as const,
            label: capital(rangeWords(selected.images, imageCount)),
          },
        ]
      : [];
  return (
    <div className={styles.scope}>
      <span className={styles.label} aria-hidden>
        {selected === undefined ? "New masks lie on" : "This mask lies on"}
      </span>
      <Choice<Scope | "">
        label={
          selected === undefined
            ? "Images of new masks"
            : "Images of the selected mask"
        }
        isOnImage
        value={current}
        placeholder={
          selected === undefined
            ? ""
            : capital(rangeWords(selected.images, imageCount))
        }
        items={[
          ...others,
          ...scopes.map((scope) => ({ value: scope, label: names[scope] })),
        ]}
        onChange={(scope) => {
          if (scope === "") return;
          if (selected === undefined) tool.setScope(scope);
          else
            list.commit(
              withMask(list.masks, {
                ...selected,
                images: scopeRange(scope, index, imageCount),
              }),
            );
        }}
      />
    </div>
  );
}

function isSameRange(one: Mask["images"], other: Mask["images"]): boolean {
  return one?.first === other?.first && one?.last === other?.last;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function toolName(tool: Tool): string {
  return tool === "select" ? "Select and move masks" : shapeNames[tool];
}

function hintFor(tool: Tool, selected: Mask | undefined): string {
  switch (tool) {
    case "select":
      return selected === undefined
        ? ""
        : "Arrows move it by one pixel, with Shift by ten; with Alt they resize it. Delete removes it.";
    case "rectangle":
    case "ellipse":
      return "Drag over what must not be seen.";
    case "outsideRectangle":
    case "outsideEllipse":
      return "Drag around what may stay: all outside is painted over.";
    case "outsideFan":
      return "Drag from the tip of the fan to its far edge, then adjust it by its handles.";
    default:
      return assertNever(tool, "tool");
  }
}
