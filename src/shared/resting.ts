// What rests on this computer, by kind: named when something of it could not be deleted.

/** Kinds of what the app keeps between runs. */
export const restingKinds = [
  "preparedImages",
  "journals",
  "drafts",
  "maskMemory",
  "sentMemory",
  "practiceCases",
  "sampleStudy",
  "publicSeries",
  "unpackedFiles",
  "logs",
  "accounts",
  "otherFiles",
] as const;
export type RestingKind = (typeof restingKinds)[number];

/** What is still there, without any name. */
export interface Remains {
  readonly what: RestingKind;
  readonly count: number;
}

/** Counts of the same kind added up, in the order of `restingKinds`. */
export function summedRemains(remains: readonly Remains[]): readonly Remains[] {
  return restingKinds
    .map((what) => ({
      what,
      count: remains
        .filter((part) => part.what === what)
        .reduce((sum, { count }) => sum + count, 0),
    }))
    .filter(({ count }) => count > 0);
}
