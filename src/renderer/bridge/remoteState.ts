// The latest snapshots of the main process. Nothing here is edited by the window: commands go out, snapshots come in.
import { create } from "zustand";
import type { Failure } from "../../shared/failure.ts";
import type { CaseId } from "../../shared/identifiers.ts";
import type { CasedropBridge, MenuCommand } from "../../shared/ipc.ts";
import type { AppSnapshot, CaseSnapshot } from "../../shared/snapshot.ts";
import { shareUnchanged } from "./shareUnchanged.ts";
import { acceptSnapshot } from "./snapshotOrder.ts";

interface RemoteState {
  /** Null until the main process has answered for the first time. */
  readonly app: AppSnapshot | null;
  readonly openCaseId: CaseId | null;
  /** Null while the open case is being fetched, or when none is open. */
  readonly openCase: CaseSnapshot | null;
  /** Why the first answer did not come. */
  readonly startFailure: Failure | null;
}

/** Read with a selector; written by this file only. */
export const useRemoteState = create<RemoteState>(() => ({
  app: null,
  openCaseId: null,
  openCase: null,
  startFailure: null,
}));

/** Fetches the first snapshots, then listens until the returned function is called. */
export function connectRemoteState(
  bridge: CasedropBridge,
  onMenuCommand: (command: MenuCommand) => void,
): () => void {
  const stops = [
    bridge.onAppSnapshot((arrived) => {
      useRemoteState.setState(({ app }) => ({
        app: shareUnchanged(app, arrived),
      }));
    }),
    bridge.onCaseSnapshot(receiveCase),
    bridge.onMenuCommand(onMenuCommand),
    bridge.onShowCase((caseId) => void showCase(bridge, caseId)),
  ];
  void bridge.getAppSnapshot().then((answer) => {
    if (!answer.ok) {
      useRemoteState.setState({ startFailure: answer.failure });
      return;
    }
    useRemoteState.setState({ app: answer.value, startFailure: null });
    const latest = answer.value.cases[0];
    if (latest !== undefined && useRemoteState.getState().openCaseId === null)
      void showCase(bridge, latest.caseId);
  });
  return () => {
    for (const stop of stops) stop();
  };
}

/** Makes a case the open one, or closes (null). Answers with the failure, if any. */
export async function showCase(
  bridge: CasedropBridge,
  caseId: CaseId | null,
): Promise<Failure | null> {
  const { openCaseId } = useRemoteState.getState();
  if (openCaseId !== caseId)
    useRemoteState.setState({ openCaseId: caseId, openCase: null });
  const answer = await bridge.openCase(caseId);
  if (!answer.ok) {
    if (useRemoteState.getState().openCaseId === caseId)
      useRemoteState.setState({ openCaseId: null, openCase: null });
    return answer.failure;
  }
  if (answer.value !== null) receiveCase(answer.value);
  return null;
}

function receiveCase(snapshot: CaseSnapshot): void {
  useRemoteState.setState((state) => ({
    openCase: acceptSnapshot(state, snapshot),
  }));
}
