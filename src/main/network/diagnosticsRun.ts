// One run of the diagnostics at a time, for the window to look at and to save.
import { systemClock } from "../../adapters/systemClock.ts";
import {
  runDiagnostics,
  waitingRows,
  type DiagnosticTargets,
} from "../../core/network/diagnostics.ts";
import { diagnosticsDocument } from "../../shared/messages/diagnosticWords.ts";
import type { DiagnosticsView } from "../../shared/network.ts";
import type { Network } from "./network.ts";

export interface DiagnosticsRun {
  /** Null before the first run. */
  view(): DiagnosticsView | null;
  /** Starts anew, also in the middle of a run. */
  start(targets: DiagnosticTargets): void;
  cancel(): void;
  /** The rows as JSON text; null before the first run. */
  report(): string | null;
}

/** Makes it; nothing runs yet. */
export function createDiagnosticsRun(deps: {
  readonly network: Network;
  readonly appVersion: string;
  readonly userAgent: string;
  readonly onChange: () => void;
}): DiagnosticsRun {
  let view: DiagnosticsView | null = null;
  let running: AbortController | null = null;
  const show = (next: DiagnosticsView) => {
    view = next;
    deps.onChange();
  };
  const cancel = () => {
    running?.abort();
    running = null;
    if (view?.isRunning === true) show({ ...view, isRunning: false });
  };
  return {
    view: () => view,
    start(targets) {
      running?.abort();
      const controller = new AbortController();
      running = controller;
      show({ isRunning: true, rows: waitingRows() });
      const { network, userAgent } = deps;
      void runDiagnostics(
        {
          http: network.http,
          probe: network.probe,
          hasSystemStack: true,
          clock: systemClock,
          userAgent,
        },
        targets,
        (rows) => {
          if (running === controller) show({ isRunning: true, rows });
        },
        controller.signal,
      ).then((rows) => {
        if (running !== controller) return;
        running = null;
        show({ isRunning: false, rows });
      });
    },
    cancel,
    report() {
      if (view === null) return null;
      const document = diagnosticsDocument(view.rows, {
        appVersion: deps.appVersion,
        platform: process.platform,
        atMs: systemClock.nowMs(),
      });
      return `${JSON.stringify(document, null, 2)}\n`;
    },
  };
}
