// The one place that touches what the preload exposes.
import type { CasedropBridge } from "../../shared/ipc.ts";

declare global {
  interface Window {
    readonly casedrop: CasedropBridge;
  }
}

/** The functions of the main process, as exposed by the preload. */
export function connection(): CasedropBridge {
  return window.casedrop;
}
