// What can be wrong with the preparation by its own test.

/** What the self-test of a preparation thread found wrong with what became of its made-up images. */
export const selfTestProblems = [
  /** One of them was refused, or got lost. */
  "refused",
  /** A mark of the made-up patient is in an output. */
  "markerLeft",
  "pixelsChanged",
  /** The policy would still change an output. */
  "policyWouldChange",
  "wrongHash",
  "unreadable",
  /** The check before a file may leave let an original through. */
  "checkIsBlind",
  /** Something was thrown: a bug. */
  "thrown",
] as const;
export type SelfTestProblem = (typeof selfTestProblems)[number];
