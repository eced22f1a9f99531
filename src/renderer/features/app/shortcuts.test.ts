// Keys do what the shortcut list says, and leave typing alone.
import { describe, expect, it } from "vitest";
import { commandKey, shortcutFor, type KeyPress } from "./shortcuts.ts";

const press = (key: string, held: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...held,
});
const onPage = { platform: "linux", isInTextField: false } as const;
const ctrl = { ctrlKey: true };

describe("shortcuts", () => {
  it("maps keys to actions", () => {
    expect(shortcutFor(press("n", ctrl), onPage)).toEqual({ kind: "newCase" });
    expect(shortcutFor(press("3", ctrl), onPage)).toEqual({
      kind: "showPart",
      part: "check",
    });
    expect(shortcutFor(press("z", ctrl), onPage)).toEqual({ kind: "undo" });
    expect(
      shortcutFor(press("Z", { ctrlKey: true, shiftKey: true }), onPage),
    ).toEqual({ kind: "redo" });
    expect(shortcutFor(press("y", ctrl), onPage)).toEqual({ kind: "redo" });
    expect(shortcutFor(press("F1"), onPage)).toEqual({ kind: "shortcuts" });
  });

  it("leaves plain typing and unknown combinations alone", () => {
    expect(shortcutFor(press("n"), onPage)).toBeNull();
    expect(shortcutFor(press("q", ctrl), onPage)).toBeNull();
    expect(
      shortcutFor(press("n", { ctrlKey: true, altKey: true }), onPage),
    ).toBeNull();
  });

  it("leaves undo to a text field, but not the rest", () => {
    const inField = { platform: "linux", isInTextField: true } as const;
    expect(shortcutFor(press("z", ctrl), inField)).toBeNull();
    expect(shortcutFor(press("2", ctrl), inField)).not.toBeNull();
  });

  it("uses the command key on a Mac", () => {
    const mac = { platform: "mac", isInTextField: false } as const;
    expect(shortcutFor(press("n", ctrl), mac)).toBeNull();
    expect(shortcutFor(press("n", { metaKey: true }), mac)).toEqual({
      kind: "newCase",
    });
    expect(commandKey("mac", "Z", true)).toBe("⇧⌘Z");
    expect(commandKey("windows", "Z", true)).toBe("Ctrl+Shift+Z");
  });
});
