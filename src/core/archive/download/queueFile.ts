// The file of the download queue: what was asked for, with what decision, and where each series stood.
import { z } from "zod";
import type {
  ArchiveFailure,
  ArchiveSeries,
  DownloadState,
  LicenceDecision,
} from "../../../shared/archive.ts";
import { archiveOnlyFailureKinds } from "../../../shared/archiveFailureKinds.ts";
import { jsonOrNull } from "../../radiopaedia/answerDetail.ts";
import { archiveSeriesSchema } from "./archiveSeriesSchema.ts";
import { decisionSchema } from "./provenance.ts";

/** Every kind, so that a file of another release shows no failure that this one has no words for. */
const failureKinds = {
  ...archiveOnlyFailureKinds,
  unreachable: true,
  connectionLost: true,
  stalled: true,
  tlsRejected: true,
  proxyUnreachable: true,
  proxyAuthNeeded: true,
  proxyRefused: true,
  tooLargeForProxy: true,
  diskFull: true,
  unreadable: true,
  unwritable: true,
  sourceVanished: true,
  sourceChanged: true,
  unpackFailed: true,
  spoolDamaged: true,
  recordDamaged: true,
  inUseElsewhere: true,
  journalLocked: true,
  cancelled: true,
} as const satisfies Readonly<Record<ArchiveFailure["kind"], true>>;

const kindSchema = z.looseObject({ kind: z.string() });
/** As this program wrote it; one that it does not know has still failed. */
const failureSchema = z
  .custom<ArchiveFailure>((value) => {
    const parsed = kindSchema.safeParse(value);
    return parsed.success && parsed.data.kind in failureKinds;
  })
  .catch({ kind: "cancelled" });

const queueSchema = z.object({
  version: z.literal(1),
  policyAcceptedAt: z.string().nullable(),
  items: z.array(
    z.object({
      series: archiveSeriesSchema,
      decision: decisionSchema,
      isPaused: z.boolean(),
      /** True until what the user decided has reached the series; absent in files of earlier releases. */
      isNews: z.boolean().optional(),
      /** Absent unless it failed. */
      failure: failureSchema.optional(),
    }),
  ),
});

/** One line of the queue, as it is kept. */
export interface QueuedSeries {
  readonly series: ArchiveSeries;
  readonly decision: LicenceDecision;
  /** True where a series that is in the store already must learn of the decision. */
  readonly isNews: boolean;
  readonly state: DownloadState;
}

/** The queue, as it is kept. */
export interface QueueRecord {
  readonly policyAcceptedAt: string | null;
  readonly items: readonly QueuedSeries[];
}

/** Reads the file; null for a text that is none. What failed stays failed: only the user has it tried again. */
export function readQueue(text: string): QueueRecord | null {
  const parsed = queueSchema.safeParse(jsonOrNull(text));
  if (!parsed.success) return null;
  const { policyAcceptedAt, items } = parsed.data;
  return {
    policyAcceptedAt,
    items: items.map(({ series, decision, isPaused, isNews, failure }) => ({
      series,
      decision,
      isNews: isNews ?? false,
      state:
        failure !== undefined
          ? { kind: "failed", failure }
          : { kind: isPaused ? "paused" : "waiting" },
    })),
  };
}

/** The text of the file. */
export function writeQueue({ policyAcceptedAt, items }: QueueRecord): string {
  return JSON.stringify({
    version: 1,
    policyAcceptedAt,
    items: items.map(({ series, decision, state, isNews }) => ({
      series,
      decision,
      isPaused: state.kind === "paused",
      ...(isNews && { isNews }),
      ...(state.kind === "failed" && { failure: state.failure }),
    })),
  } satisfies z.input<typeof queueSchema>);
}
