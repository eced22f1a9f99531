// The connection of this computer as Chromium sees it, as it changes.
import { useSyncExternalStore } from "react";
import type { AppSnapshot } from "../../../shared/snapshot.ts";
import { mayBeMetered, type ConnectionFacts } from "./metered.ts";

declare global {
  interface Navigator {
    /** Network Information API: Chromium only, and `type` not on every system. */
    readonly connection?: ConnectionFacts & EventTarget;
  }
}

/** Whether sending to this service may cost the user; asked again when the connection changes. */
export function useMayBeMetered({
  service,
  transfers,
}: Pick<AppSnapshot, "service" | "transfers">): boolean {
  return useSyncExternalStore(subscribe, () =>
    mayBeMetered(
      navigator.connection ?? null,
      service.kind,
      transfers.isMetered,
    ),
  );
}

function subscribe(changed: () => void): () => void {
  const { connection } = navigator;
  connection?.addEventListener("change", changed);
  return () => {
    connection?.removeEventListener("change", changed);
  };
}
