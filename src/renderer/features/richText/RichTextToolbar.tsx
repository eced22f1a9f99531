// The buttons over a formatted text.
import {
  Bold,
  Italic,
  List,
  ListOrdered,
  Subscript,
  Superscript,
  type LucideIcon,
} from "lucide-react";
import { toggleMark } from "prosemirror-commands";
import type { MarkType, NodeType } from "prosemirror-model";
import { liftListItem, wrapInList } from "prosemirror-schema-list";
import type { Command, EditorState } from "prosemirror-state";
import { useState, type KeyboardEvent, type ReactNode } from "react";
import { IconButton } from "../../controls/Button.tsx";
import styles from "./RichTextEditor.module.css";
import { richTextSchema } from "./schema.ts";

const { nodes, marks } = richTextSchema;

interface Item {
  readonly name: string;
  readonly icon: LucideIcon;
  readonly shortcut?: string;
  readonly isOn: (state: EditorState) => boolean;
  readonly command: (state: EditorState) => Command;
}

const markItem = (
  name: string,
  icon: LucideIcon,
  shortcut: string,
  mark: MarkType,
): Item => ({
  name,
  icon,
  shortcut,
  isOn: (state) => hasMark(state, mark),
  command: () => toggleMark(mark),
});

const listItem = (name: string, icon: LucideIcon, list: NodeType): Item => ({
  name,
  icon,
  isOn: (state) => listAround(state) === list,
  command: (state) =>
    listAround(state) === null
      ? wrapInList(list)
      : listAround(state) === list
        ? liftListItem(nodes.listItem)
        : turnedInto(list),
});

const items: readonly Item[] = [
  markItem("Bold", Bold, "Ctrl+B", marks.strong),
  markItem("Italic", Italic, "Ctrl+I", marks.em),
  markItem("Subscript", Subscript, "Ctrl+,", marks.sub),
  markItem("Superscript", Superscript, "Ctrl+.", marks.sup),
  listItem("Bulleted list", List, nodes.bulletList),
  listItem("Numbered list", ListOrdered, nodes.orderedList),
];

/** One stop of the Tab key; arrows go from button to button. */
export function RichTextToolbar({
  state,
  label,
  controls,
  onRun,
}: {
  readonly state: EditorState;
  readonly label: string;
  readonly controls: string;
  readonly onRun: (command: Command) => void;
}): ReactNode {
  const [current, setCurrent] = useState(0);
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const step =
      event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const next = (current + step + items.length) % items.length;
    setCurrent(next);
    event.currentTarget.querySelectorAll("button")[next]?.focus();
  };
  return (
    <div
      className={styles.toolbar}
      role="toolbar"
      aria-label={`Format ${label}`}
      aria-controls={controls}
      onKeyDown={onKeyDown}
    >
      {items.map(({ name, icon, shortcut, isOn, command }, place) => (
        <IconButton
          key={name}
          icon={icon}
          name={name}
          {...(shortcut !== undefined && { shortcut })}
          size="small"
          tabIndex={place === current ? 0 : -1}
          aria-pressed={isOn(state)}
          onPointerDown={(event) => {
            // The selection stays in the text.
            event.preventDefault();
          }}
          onClick={() => {
            setCurrent(place);
            onRun(command(state));
          }}
        />
      ))}
    </div>
  );
}

function hasMark(state: EditorState, mark: MarkType): boolean {
  const { from, to, empty, $from } = state.selection;
  return empty
    ? mark.isInSet(state.storedMarks ?? $from.marks()) !== undefined
    : state.doc.rangeHasMark(from, to, mark);
}

function listAround(state: EditorState): NodeType | null {
  const { $from } = state.selection;
  const outermost = $from.depth > 0 ? $from.node(1).type : null;
  return outermost === nodes.bulletList || outermost === nodes.orderedList
    ? outermost
    : null;
}

/** Another kind of list, with the same items. */
function turnedInto(list: NodeType): Command {
  return (state, dispatch) => {
    const position = state.selection.$from.before(1);
    dispatch?.(state.tr.setNodeMarkup(position, list));
    return true;
  };
}
