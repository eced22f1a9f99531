// An upload of one case in memory, from a journal to its next rest: the real engine with stand-ins at its rim.
import type { UploadView } from "../shared/snapshot.ts";
import type { UploadPlan } from "../core/model/uploadPlan.ts";
import {
  defaultEngineSettings,
  type EngineSettings,
} from "../core/upload/engineSettings.ts";
import type { JournalEntry } from "../core/upload/journalEntry.ts";
import type { ServiceLine } from "../core/upload/serviceLine.ts";
import type { OtherCases } from "../core/upload/stepContext.ts";
import { replay } from "../core/upload/transition.ts";
import { UploadCase } from "../core/upload/uploadCase.ts";
import { uploadPlanSchema } from "../core/upload/uploadPlanSchema.ts";
import type { FakeRadiopaedia } from "./fakeRadiopaedia.ts";
import type { Clock } from "../core/ports/clock.ts";
import { MemoryJournal } from "./memoryJournal.ts";
import type { MemorySpool } from "./memorySpool.ts";
import { RecordingLog } from "./recordingLog.ts";
import { SequentialRandom } from "./sequentialRandom.ts";
import { testLine } from "./testLine.ts";

/** What an upload meets: the service, the prepared files and the time. */
export interface UploadWorld {
  readonly service: FakeRadiopaedia;
  readonly spool: MemorySpool;
  readonly clock: Clock;
}

export interface UploadRun {
  readonly upload: UploadCase;
  readonly journal: MemoryJournal;
  /** Resolves when the view is no longer queued or running. */
  readonly settled: () => Promise<UploadView>;
  /** From now on no answer of the service reaches the engine. */
  readonly kill: () => void;
}

const noOthers: OtherCases = {
  remoteCaseIds: new Set(),
  titlesInDoubt: new Set(),
};

/** The first line of a plan's journal. */
export function frozenPlan(
  plan: UploadPlan,
  { clock }: UploadWorld,
): JournalEntry {
  return {
    kind: "planFrozen",
    version: 1,
    atMs: clock.nowMs(),
    plan: uploadPlanSchema.parse(plan),
  };
}

/** An engine at the end of this journal; it does nothing before `upload.run()`. */
export function uploadRun(
  entries: readonly JournalEntry[],
  { service, spool, clock }: UploadWorld,
  options: {
    readonly settings?: Partial<EngineSettings>;
    readonly others?: OtherCases;
    readonly line?: ServiceLine;
  } = {},
): UploadRun {
  const journal = new MemoryJournal(entries);
  const state = replay(entries);
  if (!state.ok) throw new Error("Journal of the test is damaged");
  let isAlive = true;
  const client = service.client(() => isAlive);
  let wake: () => void = () => undefined;
  const upload = new UploadCase(
    { state: state.value, journal },
    {
      client: () => client,
      spool,
      clock,
      random: new SequentialRandom(),
      log: new RecordingLog(),
      engine: { ...defaultEngineSettings, ...options.settings },
      line: options.line ?? testLine(clock),
      otherCases: () => Promise.resolve(options.others ?? noOthers),
    },
    () => {
      wake();
    },
  );
  return {
    upload,
    journal,
    settled: () =>
      new Promise((resolve) => {
        wake = () => {
          const view = upload.view();
          if (view.kind !== "running" && view.kind !== "queued") resolve(view);
        };
        wake();
      }),
    kill: () => {
      isAlive = false;
    },
  };
}
