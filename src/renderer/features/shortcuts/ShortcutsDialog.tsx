// What the keyboard can do.
import type { ReactNode } from "react";
import { Modal } from "../../controls/Modal.tsx";
import { closeDialog } from "../../view/viewState.ts";
import { commandKey, type Platform } from "../app/shortcuts.ts";
import styles from "./ShortcutsDialog.module.css";

/** The list of shortcuts. */
export function ShortcutsDialog({
  platform,
  isOpen,
}: {
  readonly platform: Platform;
  readonly isOpen: boolean;
}): ReactNode {
  const command = (key: string, withShift = false) =>
    commandKey(platform, key, withShift);
  const groups: readonly {
    readonly name: string;
    readonly rows: readonly (readonly [string, readonly string[]])[];
  }[] = [
    {
      name: "Everywhere",
      rows: [
        ["New case", [command("N")]],
        ["Public archives", [command("A", true)]],
        ["Choose folders", [command("O")]],
        ["Images, Details, Check, Upload", [command("1"), "…", command("4")]],
        ["Undo an edit", [command("Z")]],
        ["Redo", [command("Z", true), command("Y")]],
        ["Settings", [command(",")]],
        ["This list", ["F1"]],
      ],
    },
    {
      name: "On a preview",
      rows: [
        ["Next and previous image", ["→", "←"]],
        ["A tenth of the stack", ["Page Down", "Page Up"]],
        ["First and last image", ["Home", "End"]],
        ["Open the viewer", ["Enter"]],
      ],
    },
    {
      name: "In the viewer",
      rows: [
        ["Scroll", ["Wheel", "↓", "↑"]],
        ["Window and level", ["Drag"]],
        ["Move the image", ["Shift + drag"]],
        ["Zoom", ["+", "-", "Ctrl + wheel"]],
        ["Reset the view", ["R"]],
        ["Make it the key image", ["K"]],
        ["Keep from here, keep up to here", ["[", "]"]],
        ["Play and stop", ["Space"]],
        ["Next and previous stack", ["N", "P"]],
        ["Masks and text", ["M"]],
        ["Close", ["Esc"]],
      ],
    },
    {
      name: "Masks",
      rows: [
        ["Select and move", ["V"]],
        ["Rectangle, ellipse", ["B", "E"]],
        ["Keep a rectangle, an ellipse, a fan", ["C", "O", "F"]],
        ["Place one in the middle", ["Enter"]],
        ["Move by a pixel, by ten", ["Arrows", "Shift + arrows"]],
        ["Resize", ["Alt + arrows"]],
        ["Duplicate", [command("D")]],
        ["Remove", ["Delete"]],
        ["Show as it will be sent", ["X"]],
        ["Leave the tool, then the mask", ["Esc"]],
      ],
    },
  ];
  return (
    <Modal
      title="Keyboard shortcuts"
      isOpen={isOpen}
      onClose={closeDialog}
      isWide
    >
      <div className={styles.groups}>
        {groups.map((group) => (
          <section key={group.name}>
            <h3 className={styles.heading}>{group.name}</h3>
            <dl className={styles.rows}>
              {group.rows.map(([name, keys]) => (
                <div key={name} className={styles.row}>
                  <dt>{name}</dt>
                  <dd className={styles.keys}>
                    {keys.map((key) => (
                      <kbd key={key} className={styles.key}>
                        {key}
                      </kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}
