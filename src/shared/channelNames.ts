// Names of the channels on the wire, apart from their schemas: the preload needs only these.
import type { ChannelName, PushedEventName } from "./ipc.ts";

/** Wire name of a request. */
export function requestChannel(name: ChannelName): string {
  return `casedrop:${name}`;
}

/** Wire name of a pushed event. */
export function eventChannel(name: PushedEventName): string {
  return `casedrop-event:${name}`;
}
