// Fault scripts: what shall go wrong, on which call, as checked data.
import { z } from "zod";

/** Routes that faults can strike; the web pages and the admin endpoints are left alone. */
export const faultableRoutes = [
  "authorize",
  "authorizeDecision",
  "token",
  "currentUser",
  "createCase",
  "listCases",
  "createStudy",
  "presign",
  "storagePut",
  "attachStack",
  "jobStatus",
  "markFinished",
  "uploadImage",
] as const;
export type FaultableRoute = (typeof faultableRoutes)[number];

/** No fault lasts longer than ten minutes. */
const durationMs = z.number().int().min(0).max(600_000);

const interruptionPoint = z.enum(["beforeReading", "midBody", "beforeAnswer"]);

/** Bytes of the request body taken before a `midBody` fault strikes. */
const afterBytes = z.number().int().min(0).max(1_000_000_000).default(1_024);

const faultSchema = z.discriminatedUnion("kind", [
  /** Waits, then goes on as usual. */
  z.strictObject({ kind: z.literal("delay"), ms: durationMs }),
  /** Takes the whole request and acts on it only after this long, whether anybody still waits for the answer or not. Not on `storagePut`. */
  z.strictObject({ kind: z.literal("slowWork"), ms: durationMs }),
  /** Destroys the connection; nothing was done. */
  z.strictObject({
    kind: z.literal("cut"),
    when: interruptionPoint,
    afterBytes,
  }),
  /** Does what was asked, then destroys the connection instead of answering. */
  z.strictObject({ kind: z.literal("lostAnswer") }),
  /** Holds the connection open without moving a byte, then destroys it; nothing was done. */
  z.strictObject({
    kind: z.literal("stall"),
    when: interruptionPoint,
    afterBytes,
    ms: durationMs.default(600_000),
  }),
  /** Answers this status; with `afterEffect` the thing asked for was done all the same. */
  z.strictObject({
    kind: z.literal("status"),
    status: z.number().int().min(400).max(599),
    retryAfterSeconds: z.number().int().min(0).max(86_400).optional(),
    body: z.string().max(10_000).optional(),
    afterEffect: z.boolean().default(false),
  }),
  /** On `presign`: the URLs are dead on arrival. On `storagePut`: the URL counts as expired. */
  z.strictObject({ kind: z.literal("expiredUrl") }),
  /** On `attachStack`: accepted, but the job will fail without a reason. */
  z.strictObject({ kind: z.literal("silentJobFailure") }),
  /** The Date header is off by this much. */
  z.strictObject({
    kind: z.literal("clockSkew"),
    ms: z.number().int().min(-31_536_000_000).max(31_536_000_000),
  }),
  /** Something on the way answers with a page of its own, and what was asked never arrives. */
  z.strictObject({
    kind: z.literal("replaced"),
    status: z.number().int().min(200).max(599).default(200),
    body: z.string().max(10_000).default("<html>Sign in to the network</html>"),
  }),
  /** Does what was asked and answers this text in place of the answer's body. */
  z.strictObject({
    kind: z.literal("wrongJson"),
    body: z.string().max(10_000).default('{"unexpected":'),
  }),
]);

export type Fault = z.infer<typeof faultSchema>;

export const faultKinds: readonly Fault["kind"][] = faultSchema.options.map(
  ({ shape }) => shape.kind.value,
);

const ruleSchema = z.strictObject({
  /** A route, or `*` for each of them. */
  route: z.enum([...faultableRoutes, "*"]),
  /** Only the nth call that this rule sees (1-based); further calls are spared. */
  nth: z.number().int().min(1).max(1_000_000).optional(),
  /** Chance of each call, decided by the seed and the number of the call. */
  probability: z.number().min(0).max(1).default(1),
  /** Strikes at most this often. */
  count: z.number().int().min(1).max(1_000_000).optional(),
  fault: faultSchema,
});

export type FaultRule = z.infer<typeof ruleSchema>;

/** A whole script. */
export const faultScriptSchema = z.strictObject({
  seed: z.number().int().min(0).max(0xffffffff).default(1),
  rules: z.array(ruleSchema).max(200),
});

export type FaultScript = z.infer<typeof faultScriptSchema>;

/** What a script may be written as: defaults may be left out. */
export type FaultScriptInput = z.input<typeof faultScriptSchema>;

/** No faults at all. */
export const noFaults: FaultScript = { seed: 1, rules: [] };
