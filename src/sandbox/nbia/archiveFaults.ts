// What shall go wrong at the sample archive, as checked data; the kinds are those that real archives have shown.
import { z } from "zod";

const faultSchema = z.discriminatedUnion("kind", [
  /** The connection breaks off after so many bytes of the body. */
  z.strictObject({
    kind: z.literal("cut"),
    afterBytes: z.number().int().min(0).default(5_000),
  }),
  /** The body stands still after so many bytes. */
  z.strictObject({
    kind: z.literal("stall"),
    afterBytes: z.number().int().min(0).default(5_000),
    ms: z.number().int().min(0).max(600_000).default(600_000),
  }),
  /** The body comes in small pieces with a pause after each. */
  z.strictObject({
    kind: z.literal("slow"),
    pauseMs: z.number().int().min(0).max(10_000).default(50),
  }),
  z.strictObject({
    kind: z.literal("status"),
    status: z.number().int().min(200).max(599),
    body: z.string().max(10_000).default(""),
    contentType: z.string().default("text/plain"),
    retryAfterSeconds: z.number().int().min(0).optional(),
  }),
  /** 200 without a body. */
  z.strictObject({ kind: z.literal("blank") }),
  /** One object where a list belongs. */
  z.strictObject({ kind: z.literal("singleObject") }),
  /** The server stops in the middle and closes the zip as if it were whole: no list of hashes. */
  z.strictObject({ kind: z.literal("missingImage") }),
  z.strictObject({ kind: z.literal("wrongHash") }),
  z.strictObject({ kind: z.literal("shuffledHashes") }),
  z.strictObject({ kind: z.literal("emptyLicenceOnly") }),
  z.strictObject({ kind: z.literal("unsafeEntry") }),
  z.strictObject({ kind: z.literal("otherSeries") }),
  z.strictObject({ kind: z.literal("otherLicence") }),
  z.strictObject({ kind: z.literal("zip64") }),
  /** A build that does not know IncludeMD5. */
  z.strictObject({ kind: z.literal("olderBuild") }),
]);

export type ArchiveFault = z.infer<typeof faultSchema>;

const ruleSchema = z.strictObject({
  /** Name of an endpoint as in its path, or `*`. */
  endpoint: z.string().default("*"),
  seriesInstanceUID: z.string().optional(),
  /** Only the nth request that this rule sees (1-based). */
  nth: z.number().int().min(1).optional(),
  /** Strikes at most this often. */
  count: z.number().int().min(1).optional(),
  fault: faultSchema,
});

export const archiveFaultsSchema = z.strictObject({
  rules: z.array(ruleSchema).max(200),
});

export type ArchiveFaultScript = z.input<typeof archiveFaultsSchema>;

/** Decides which faults strike a request. */
export class ArchiveFaultPlan {
  readonly #rules: readonly (z.infer<typeof ruleSchema> & {
    seen: number;
    struck: number;
  })[];

  constructor(script: ArchiveFaultScript = { rules: [] }) {
    this.#rules = archiveFaultsSchema
      .parse(script)
      .rules.map((rule) => ({ ...rule, seen: 0, struck: 0 }));
  }

  faultsFor(
    endpoint: string,
    seriesInstanceUID: string,
  ): readonly ArchiveFault[] {
    return this.#rules.flatMap((rule) => {
      const isMeant =
        (rule.endpoint === "*" || rule.endpoint === endpoint) &&
        (rule.seriesInstanceUID ?? seriesInstanceUID) === seriesInstanceUID;
      if (!isMeant) return [];
      rule.seen++;
      const isDue =
        (rule.nth ?? rule.seen) === rule.seen &&
        rule.struck < (rule.count ?? Number.POSITIVE_INFINITY);
      if (!isDue) return [];
      rule.struck++;
      return [rule.fault];
    });
  }
}
