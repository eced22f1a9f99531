// Words of a question under way: what has gone out so far, and what a cancellation leaves behind.
import type {
  LookAlgorithm,
  LookProblem,
  LookState,
  LookStep,
} from "../secondLook.ts";
import { readerWords } from "./secondLookWords.ts";

const things: Readonly<Record<LookAlgorithm, string>> = {
  image: "film",
  report: "report",
};

/** What is waited for, and whether anything has gone out. */
export function lookWaitingWords({
  step,
  algorithm,
  reader,
  timeoutMs,
}: Extract<LookState, { kind: "waiting" }>): {
  readonly title: string;
  readonly text: string;
} {
  const thing = things[algorithm];
  const { name } = readerWords[reader];
  const limit = `An answer takes up to ${timeoutMs / 1000} seconds; you can go on working.`;
  switch (step) {
    case "pausing":
      return {
        title: "Waiting 5 s between questions",
        text: `Nothing of the ${thing} has gone out yet.`,
      };
    case "sending":
      return { title: `Sending the ${thing} to ${name}`, text: limit };
    case "sent":
      return {
        title: `Sent, waiting for the answer of ${name}`,
        text: `The ${thing} has gone out. ${limit}`,
      };
  }
}

/** What became of a question that the user cancelled. */
export function lookCancelledWords(
  algorithm: LookAlgorithm,
  step: LookStep,
): { readonly title: string; readonly text: string } {
  const thing = things[algorithm];
  const title = "Cancelled";
  switch (step) {
    case "pausing":
      return { title, text: `Nothing of the ${thing} went out.` };
    case "sending":
      return {
        title,
        text: `The ${thing} was on its way: part of it, or all, may have arrived and been read.`,
      };
    case "sent":
      return {
        title,
        text: `The ${thing} had gone out, and may have been read all the same.`,
      };
  }
}

/** True where the project page may tell what has become of the service (contract section 8). */
export function isForProjectPage({ kind }: LookProblem): boolean {
  return (
    kind === "unavailable" ||
    kind === "redirected" ||
    kind === "interfaceChanged"
  );
}

/** Why an algorithm is not asked before the next start; null while it may be. */
export function lookClosedWords(
  closed: readonly LookAlgorithm[],
  algorithm: LookAlgorithm,
): string | null {
  return closed.includes(algorithm)
    ? `The interface of X-Raydar for a ${things[algorithm]} has changed. It is not asked again before the next start of Casedrop.`
    : null;
}
