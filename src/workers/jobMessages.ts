// What a thread pool and its threads say to one another. Both ends are typed by the file that owns the pair.

/** From the pool to a thread. Ids are unique within a pool. */
export type ToThread<Job> =
  | { readonly kind: "run"; readonly id: number; readonly job: Job }
  | { readonly kind: "cancel"; readonly id: number };

/** From a thread to its pool. */
export type FromThread<Answer, Progress> =
  | { readonly kind: "answer"; readonly id: number; readonly answer: Answer }
  | {
      readonly kind: "progress";
      readonly id: number;
      readonly progress: Progress;
    }
  /** The handler threw: a bug. The error's message stays in the thread, since it may hold a value of the patient. */
  | {
      readonly kind: "thrown";
      readonly id: number;
      readonly errorName: string;
      readonly frames: string;
    };
