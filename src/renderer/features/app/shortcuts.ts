// Keyboard shortcuts of the window: what they do, and how they are written.
import type { CasePart } from "../../view/viewState.ts";

export type Platform = "windows" | "mac" | "linux";

/** What a shortcut does. */
export type ShortcutAction =
  | { readonly kind: "newCase" }
  | { readonly kind: "chooseFolder" }
  | { readonly kind: "showPart"; readonly part: CasePart }
  | { readonly kind: "undo" }
  | { readonly kind: "redo" }
  | { readonly kind: "settings" }
  | { readonly kind: "shortcuts" };

/** The part of a key event that decides. */
export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

const partKeys: Readonly<Record<string, CasePart>> = {
  "1": "images",
  "2": "details",
  "3": "check",
  "4": "upload",
};

/** The action of a key press, or null. In a text field, undo and redo are the field's own. */
export function shortcutFor(
  press: KeyPress,
  where: { readonly platform: Platform; readonly isInTextField: boolean },
): ShortcutAction | null {
  if (press.key === "F1") return { kind: "shortcuts" };
  const isCommand =
    where.platform === "mac"
      ? press.metaKey && !press.ctrlKey
      : press.ctrlKey && !press.metaKey;
  if (!isCommand || press.altKey) return null;
  const key = press.key.toLowerCase();
  if (key === "z" || key === "y") {
    if (where.isInTextField) return null;
    return { kind: key === "y" || press.shiftKey ? "redo" : "undo" };
  }
  if (press.shiftKey) return null;
  if (key === "n") return { kind: "newCase" };
  if (key === "o") return { kind: "chooseFolder" };
  if (key === ",") return { kind: "settings" };
  const part = partKeys[key];
  return part === undefined ? null : { kind: "showPart", part };
}

/** `Ctrl+N`, or `⌘N` on a Mac. */
export function commandKey(
  platform: Platform,
  key: string,
  withShift = false,
): string {
  if (platform === "mac") return `${withShift ? "⇧" : ""}⌘${key}`;
  return `Ctrl+${withShift ? "Shift+" : ""}${key}`;
}

/** True for elements that take typed text and so have an undo of their own. */
export function isTextField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLTextAreaElement) return true;
  if (target instanceof HTMLInputElement)
    return ["text", "search", "password", "url", "number"].includes(
      target.type,
    );
  return target.isContentEditable;
}
