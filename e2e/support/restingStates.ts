// Faults of the sandbox that bring a case to rest, each in a way of its own.
import type { StateName } from "./shownStates.ts";

export const refusedForItsUID = {
  kind: "status",
  status: 422,
  body: "DICOM not anonymized: Key 00080018 not anonymized",
};

/** Faults that bring a case to rest, and how it then rests. The last one holds back every case. */
export const restingStates: readonly {
  readonly rules: readonly unknown[];
  readonly states?: readonly StateName[];
  /** Where the state alone does not say it. */
  readonly words?: string;
}[] = [
  {
    rules: [
      { route: "createCase", fault: { kind: "cut", when: "beforeAnswer" } },
    ],
    states: ["upload.inDoubt", "doubt.createCase", "stage.needsAttention"],
  },
  {
    rules: [{ route: "createStudy", nth: 1, fault: { kind: "lostAnswer" } }],
    states: ["doubt.createStudy"],
  },
  {
    rules: [{ route: "attachStack", nth: 1, fault: { kind: "lostAnswer" } }],
    states: ["doubt.attachStack"],
  },
  {
    rules: [{ route: "attachStack", nth: 1, fault: refusedForItsUID }],
    states: ["upload.stopped"],
  },
  {
    rules: [
      { route: "attachStack", nth: 1, fault: { kind: "silentJobFailure" } },
    ],
    states: ["stack.processingFailed"],
    words: "The site could not process a stack",
  },
  {
    rules: [
      { route: "createCase", fault: { kind: "status", status: 401 } },
      { route: "*", fault: { kind: "clockSkew", ms: 7_200_000 } },
    ],
    words: "The clock of this computer is wrong",
  },
  {
    rules: [{ route: "storagePut", fault: { kind: "cut", when: "midBody" } }],
    words: "Trying again by itself in",
  },
  {
    rules: [
      {
        route: "presign",
        fault: { kind: "stall", when: "beforeReading" },
      },
    ],
    words: "The connection stands still",
  },
  {
    rules: [
      {
        route: "presign",
        nth: 1,
        fault: { kind: "status", status: 429, retryAfterSeconds: 90 },
      },
    ],
    words: "The service asks for a pause",
  },
];
