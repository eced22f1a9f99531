// Pushes snapshots to the window at a bounded rate, however often the truth changes.
import { eventChannel } from "../../shared/channelNames.ts";
import type { PushedEventName, PushedEvents } from "../../shared/ipc.ts";
import type { AppSnapshot, CaseSnapshot } from "../../shared/snapshot.ts";

/** At most ten a second each (design: progress crosses the border at a fixed rate). */
const intervalMs = 100;

/** The part of a WebContents that is needed. */
export interface PushTarget {
  isDestroyed(): boolean;
  send(channel: string, payload: unknown): void;
}

/** Sends one typed event to the window. */
export function push<Name extends PushedEventName>(
  target: PushTarget | null,
  name: Name,
  payload: PushedEvents[Name],
): void {
  if (target !== null && !target.isDestroyed())
    target.send(eventChannel(name), payload);
}

/** Where snapshots come from and go to. */
export interface PublisherDeps {
  readonly target: () => PushTarget | null;
  readonly appSnapshot: () => AppSnapshot;
  readonly caseSnapshot: () => CaseSnapshot | null;
}

/** Makes the function that notes a change of app or case. */
export function createPublisher(deps: PublisherDeps): () => void {
  return atBoundedRate(() => {
    const target = deps.target();
    push(target, "appSnapshot", deps.appSnapshot());
    const snapshot = deps.caseSnapshot();
    if (snapshot !== null) push(target, "caseSnapshot", snapshot);
  });
}

/** Makes the function that notes a change; the first change is published at once, the rest of each interval together at its end. */
export function atBoundedRate(tell: () => void): () => void {
  let isScheduled = false;
  let isDirty = false;
  const publish = () => {
    isDirty = false;
    tell();
  };
  const schedule = () => {
    isScheduled = true;
    setTimeout(() => {
      isScheduled = false;
      if (!isDirty) return;
      publish();
      schedule();
    }, intervalMs);
  };
  return () => {
    isDirty = true;
    if (isScheduled) return;
    // Not synchronously: the change may be one of several of the same turn.
    queueMicrotask(() => {
      if (isDirty) publish();
    });
    schedule();
  };
}
