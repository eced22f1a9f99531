// How many requests a case may make, given what went wrong.
import type { Happening } from "./scriptedMixtures.ts";

/** What an untroubled case takes, with room for a few looks at the processing. */
const requestsWithoutFaults = 60;
/** What one fault may cost: the call again, a fresh URL, a look at the quota or the list, a renewed token. */
const requestsPerFault = 4;
/** What one happening may cost: all images that were under way, and what goes before them. */
const requestsPerHappening = 16;
/** Looks while the network is gone; otherwise one for each request that failed. */
const looksPerGap = 30;

/** What a run asked for, and what was in its way. */
interface Asked {
  /** Requests of the engine, whether they arrived or not. */
  readonly tried: number;
  readonly arrived: number;
  /** At the way to the service. */
  readonly looks: number;
  readonly faultsStruck: number;
  readonly happened: readonly Happening[];
}

/** Neither the service nor a dead line is stormed. */
export function stormProblems(asked: Asked): readonly string[] {
  const { tried, arrived, looks, faultsStruck, happened } = asked;
  const most =
    requestsWithoutFaults +
    requestsPerFault * faultsStruck +
    requestsPerHappening * happened.length;
  const gaps = happened.filter((what) =>
    ["offline", "captivePortal"].includes(what),
  ).length;
  return [
    ...(Math.max(tried, arrived) > most
      ? [`a storm: ${tried} requests, ${arrived} arrived, ${most} at most`]
      : []),
    ...(looks > tried + looksPerGap * gaps
      ? [`a storm: ${looks} looks at the network`]
      : []),
  ];
}
