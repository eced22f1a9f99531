// Listens for shortcuts and for the native menu, and carries both out.
import { useEffect } from "react";
import { assertNever } from "../../../shared/assertNever.ts";
import type { MenuCommand } from "../../../shared/ipc.ts";
import { openResult, send } from "../../bridge/commands.ts";
import { useRemoteState } from "../../bridge/remoteState.ts";
import { openDialog, showPage, showPart } from "../../view/viewState.ts";
import {
  isTextField,
  shortcutFor,
  type Platform,
  type ShortcutAction,
} from "./shortcuts.ts";

/** Active while the calling component is mounted. */
export function useShortcuts(platform: Platform): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return;
      const action = shortcutFor(event, {
        platform,
        isInTextField: isTextField(event.target),
      });
      if (action === null) return;
      // Also keeps the native menu from doing the same once more.
      event.preventDefault();
      perform(action);
    };
    window.addEventListener("keydown", onKeyDown);
    return () => {
      window.removeEventListener("keydown", onKeyDown);
    };
  }, [platform]);
}

/** Carries out a command of the native menu. */
export function performMenuCommand(command: MenuCommand): void {
  switch (command) {
    case "newCase":
      perform({ kind: "newCase" });
      return;
    case "showPublicArchive":
      showPage("archive");
      return;
    case "showImages":
      showPart("images");
      return;
    case "showDetails":
      showPart("details");
      return;
    case "showCheck":
      showPart("check");
      return;
    case "showUpload":
      showPart("upload");
      return;
    case "showSettings":
      perform({ kind: "settings" });
      return;
    case "showShortcuts":
      perform({ kind: "shortcuts" });
      return;
    default:
      assertNever(command, "menu command");
  }
}

function perform(action: ShortcutAction): void {
  const { openCase } = useRemoteState.getState();
  switch (action.kind) {
    case "newCase":
      void openResult((bridge) => bridge.createCase());
      return;
    case "chooseFolder":
      void openResult((bridge) =>
        bridge.chooseFolders(
          openCase === null || openCase.isFrozen ? null : openCase.caseId,
        ),
      );
      return;
    case "showPart":
      showPart(action.part);
      return;
    case "undo":
      if (openCase?.canUndo === true)
        void send((bridge) => bridge.undo(openCase.caseId));
      return;
    case "redo":
      if (openCase?.canRedo === true)
        void send((bridge) => bridge.redo(openCase.caseId));
      return;
    case "settings":
      openDialog({ kind: "settings" });
      return;
    case "shortcuts":
      openDialog({ kind: "shortcuts" });
      return;
    default:
      assertNever(action, "shortcut");
  }
}
