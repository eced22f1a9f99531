// A text with paragraphs, lists, bold, italic, sub- and superscript. Loaded when it is first shown.
import { baseKeymap, chainCommands, toggleMark } from "prosemirror-commands";
import { history, redo, undo } from "prosemirror-history";
import { keymap } from "prosemirror-keymap";
import { liftListItem, splitListItem } from "prosemirror-schema-list";
import { EditorState, type Command } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import {
  useEffect,
  useEffectEvent,
  useRef,
  useState,
  type ReactNode,
} from "react";
import { richBlocks, storedText } from "../../../shared/richText.ts";
import { join } from "../../controls/classNames.ts";
import fieldStyles from "../../controls/Field.module.css";
import type { ShownFinding } from "../typedWords/findingsInText.ts";
import underlineStyles from "../typedWords/Underlined.module.css";
import { findingMarks, findingsKey } from "./findingMarks.ts";
import { bareHtml } from "./pastedHtml.ts";
import { blocksOf, documentOf } from "./richTextDocument.ts";
import styles from "./RichTextEditor.module.css";
import { RichTextToolbar } from "./RichTextToolbar.tsx";
import { richTextSchema } from "./schema.ts";

const { nodes, marks } = richTextSchema;

/** `value` is a stored text (richText.ts); it is called back on every change. */
export function RichTextEditor({
  id,
  label,
  describedBy,
  value,
  placeholder,
  isDisabled,
  isInvalid,
  findings,
  onChange,
}: {
  readonly id: string;
  readonly label: string;
  readonly describedBy: string | undefined;
  readonly value: string;
  readonly placeholder: string;
  readonly isDisabled: boolean;
  readonly isInvalid: boolean;
  readonly findings: readonly ShownFinding[];
  readonly onChange: (value: string) => void;
}): ReactNode {
  const place = useRef<HTMLDivElement>(null);
  const [view, setView] = useState<EditorView | null>(null);
  const [state, setState] = useState(() => newState(value));
  /** What the editor holds, as stored: a value that differs came from elsewhere. */
  const held = useRef(value);
  const changed = useEffectEvent((next: EditorState) => {
    setState(next);
    const stored = storedText(blocksOf(next.doc));
    if (stored === held.current) return;
    held.current = stored;
    onChange(stored);
  });
  const attributes = useEffectEvent(() => ({
    id,
    role: "textbox",
    "aria-multiline": "true",
    "aria-label": label,
    ...(describedBy !== undefined && { "aria-describedby": describedBy }),
    ...(isInvalid && { "aria-invalid": "true" }),
    ...(isDisabled && { "aria-disabled": "true" }),
    class: join(fieldStyles.input, styles.text),
  }));
  const canEdit = useEffectEvent(() => !isDisabled);
  const firstState = useEffectEvent(() => state);

  useEffect(() => {
    if (place.current === null) return;
    const made: EditorView = new EditorView(place.current, {
      state: firstState(),
      editable: () => canEdit(),
      attributes: () => attributes(),
      transformPastedHTML: bareHtml,
      dispatchTransaction: (transaction) => {
        const next = made.state.apply(transaction);
        made.updateState(next);
        changed(next);
      },
    });
    setView(made);
    return () => {
      setView(null);
      made.destroy();
    };
  }, []);

  useEffect(() => {
    if (view === null || value === held.current) return;
    held.current = value;
    const { tr, doc } = view.state;
    const next = documentOf(richBlocks(value));
    view.dispatch(
      tr
        .replaceWith(0, doc.content.size, next.content)
        .setMeta("addToHistory", false),
    );
  }, [view, value]);

  useEffect(() => {
    if (view === null) return;
    view.dispatch(view.state.tr.setMeta(findingsKey, findings));
  }, [view, findings]);

  // Attributes and being editable are read again only when told.
  useEffect(() => {
    view?.setProps({});
  }, [view, describedBy, isInvalid, isDisabled]);

  const run = (command: Command) => {
    if (view === null) return;
    command(view.state, view.dispatch, view);
    view.focus();
  };
  const isEmpty = state.doc.childCount === 1 && state.doc.content.size === 2;
  return (
    <div className={styles.editor} data-disabled={isDisabled || undefined}>
      {!isDisabled && (
        <RichTextToolbar
          state={state}
          label={label}
          controls={id}
          onRun={run}
        />
      )}
      <div className={styles.place}>
        {isEmpty && (
          <p className={styles.placeholder} aria-hidden>
            {placeholder}
          </p>
        )}
        <div ref={place} />
      </div>
    </div>
  );
}

function newState(value: string): EditorState {
  return EditorState.create({
    doc: documentOf(richBlocks(value)),
    plugins: [
      history(),
      keymap({
        "Mod-z": undo,
        "Mod-y": redo,
        "Shift-Mod-z": redo,
        "Mod-b": toggleMark(marks.strong),
        "Mod-i": toggleMark(marks.em),
        "Mod-,": toggleMark(marks.sub),
        "Mod-.": toggleMark(marks.sup),
        Enter: chainCommands(
          splitListItem(nodes.listItem),
          liftListItem(nodes.listItem),
        ),
        "Shift-Enter": insertBreak,
        Backspace: liftAtStart,
      }),
      keymap(baseKeymap),
      findingMarks({
        blocking: underlineStyles.blocking ?? "",
        warning: underlineStyles.warning ?? "",
      }),
    ],
  });
}

const insertBreak: Command = (state, dispatch) => {
  dispatch?.(
    state.tr.replaceSelectionWith(nodes.hardBreak.create()).scrollIntoView(),
  );
  return true;
};

/** At the start of a list's item it leaves the list, as word processors do. */
const liftAtStart: Command = (state, dispatch) => {
  const { $from, empty } = state.selection;
  if (!empty || $from.parentOffset > 0) return false;
  return liftListItem(nodes.listItem)(state, dispatch);
};
