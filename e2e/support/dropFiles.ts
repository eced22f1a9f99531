// Drops real files and folders on the window, as a hand with a mouse would.
import { type CDPSession, type Locator } from "@playwright/test";
import { type RunningApp } from "./launchApp.ts";

type DragStep = "dragEnter" | "dragOver" | "drop";

/** Files held over the window, not let go of yet. */
export interface HeldFiles {
  drop(): Promise<void>;
}

/**
 * Drops absolute paths of files or folders on the middle of an element, by default of the whole window. The page gets
 * genuine `File` objects: the preload sees their paths, and folders are known as such.
 */
export async function dropFiles(
  app: RunningApp,
  paths: readonly string[],
  target?: Locator,
): Promise<void> {
  const held = await holdFilesOver(app, paths, target);
  await held.drop();
}

/** Drags files over an element without dropping them, so that a test can look at the drop target. */
export async function holdFilesOver(
  app: RunningApp,
  paths: readonly string[],
  target: Locator = app.page.locator("body"),
): Promise<HeldFiles> {
  const box = await target.boundingBox();
  if (box === null) throw new Error("The drop target is not visible.");
  const point = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const session = await app.page.context().newCDPSession(app.page);
  await step(session, "dragEnter", point, paths);
  await step(session, "dragOver", point, paths);
  return {
    drop: async () => {
      await step(session, "drop", point, paths);
      await session.detach();
    },
  };
}

async function step(
  session: CDPSession,
  type: DragStep,
  point: { readonly x: number; readonly y: number },
  paths: readonly string[],
): Promise<void> {
  await session.send("Input.dispatchDragEvent", {
    type,
    ...point,
    // 1 allows copying, which is what a file manager offers.
    data: { items: [], files: [...paths], dragOperationsMask: 1 },
  });
}
