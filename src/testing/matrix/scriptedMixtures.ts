// Fault scripts for the fault matrix: each fault alone, and seeded mixtures of several.
import { seededRandom } from "../../core/sample/seededRandom.ts";
import type { FaultScriptInput } from "../../sandbox/faults/faultScript.ts";

type Rule = FaultScriptInput["rules"][number];

/** A script with what it is called in the report. `diskFullAt`: the journal refuses these appends, counted from 1. */
export interface Mixture {
  readonly name: string;
  readonly script: FaultScriptInput;
  readonly diskFullAt: readonly number[];
}

/** Routes that a case takes. */
const routes: readonly Rule["route"][] = [
  "currentUser",
  "createCase",
  "listCases",
  "createStudy",
  "presign",
  "storagePut",
  "attachStack",
  "jobStatus",
  "markFinished",
  "token",
];

const moments = ["beforeReading", "midBody", "beforeAnswer"] as const;
const statuses = [400, 401, 403, 404, 408, 422, 429, 500, 502, 503, 504];

const everyFault: readonly Rule["fault"][] = [
  { kind: "delay", ms: 20_000 },
  // Longer than the client waits: done after all, when it has given up.
  { kind: "slowWork", ms: 600_000 },
  ...moments.flatMap((when): Rule["fault"][] => [
    { kind: "cut", when, afterBytes: 100 },
    { kind: "stall", when, afterBytes: 100, ms: 600_000 },
  ]),
  { kind: "lostAnswer" },
  ...statuses.map((status): Rule["fault"] => ({ kind: "status", status })),
  // The thing was done, and something on the way answers with a page of its own.
  ...statuses.map((status): Rule["fault"] => ({
    kind: "status",
    status,
    afterEffect: true,
  })),
  { kind: "status", status: 429, retryAfterSeconds: 90 },
  { kind: "status", status: 503, retryAfterSeconds: 30 },
  { kind: "expiredUrl" },
  { kind: "silentJobFailure" },
  { kind: "clockSkew", ms: 7_200_000 },
  { kind: "clockSkew", ms: -7_200_000 },
  { kind: "wrongJson" },
  { kind: "wrongJson", body: "<html>Sign in to the network</html>" },
];

/** Each fault at each route: once on its first call, and for as long as the engine tries. */
export function eachFaultAlone(): readonly Mixture[] {
  return routes.flatMap((route) =>
    everyFault
      .filter(({ kind }) => isPossible(route, kind))
      .flatMap((fault): Mixture[] => [
        {
          name: `${route} ${JSON.stringify(fault)} once`,
          script: { seed: 1, rules: [{ route, nth: 1, fault }] },
          diskFullAt: [],
        },
        {
          name: `${route} ${JSON.stringify(fault)} always`,
          script: { seed: 1, rules: [{ route, fault }] },
          diskFullAt: [],
        },
      ]),
  );
}

const routesWithBody: readonly Rule["route"][] = [
  "createCase",
  "createStudy",
  "presign",
  "attachStack",
  "token",
];

function isPossible(route: Rule["route"], kind: Rule["fault"]["kind"]) {
  if (kind === "slowWork") return routesWithBody.includes(route);
  if (kind === "expiredUrl")
    return route === "presign" || route === "storagePut";
  return kind !== "silentJobFailure" || route === "attachStack";
}

/** A mixture of one to five rules, and now and then a full disk; the same for the same seed. */
export function mixtureOf(seed: number): Mixture {
  const random = seededRandom(seed);
  const pick = <T>(items: readonly T[]): T => {
    const item = items[Math.floor(random() * items.length)];
    if (item === undefined) throw new Error("Nothing to pick from");
    return item;
  };
  const rules = Array.from(
    { length: 1 + Math.floor(random() * 5) },
    (): Rule => {
      const route = random() < 0.15 ? "*" : pick(routes);
      const fault = pick(everyFault);
      return random() < 0.4
        ? { route, nth: 1 + Math.floor(random() * 6), fault }
        : {
            route,
            probability: 0.05 + random() * 0.6,
            ...(random() < 0.7 && { count: 1 + Math.floor(random() * 6) }),
            fault,
          };
    },
  );
  const diskFullAt = random() < 0.2 ? [2 + Math.floor(random() * 12)] : [];
  return { name: `mixture ${seed}`, script: { seed, rules }, diskFullAt };
}
