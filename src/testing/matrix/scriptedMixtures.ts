// Fault scripts for the fault matrix: each fault alone, and seeded mixtures of several.
import { seededRandom } from "../../core/sample/seededRandom.ts";
import type {
  FaultableRoute,
  FaultScriptInput,
} from "../../sandbox/faults/faultScript.ts";

type Rule = FaultScriptInput["rules"][number];

type Fault = Rule["fault"];

/** What happens on this computer and to its line, or what the user does. */
export type Happening =
  | "pause"
  | "cancel"
  /** The journal takes nothing from now on. */
  | "fullDisk"
  /** The spool is empty from now on. */
  | "sourceVanished"
  /** What is under way is cut off, and for a minute nothing comes through. */
  | "offline"
  | "captivePortal";

/** As a record, so that another one does not compile before it is here. */
const everyHappening: Readonly<Record<Happening, true>> = {
  pause: true,
  cancel: true,
  fullDisk: true,
  sourceVanished: true,
  offline: true,
  captivePortal: true,
};
const happenings = parseKeys(everyHappening);

/** Before the nth request of the engine, counted from 1. */
export interface TimedHappening {
  readonly atRequest: number;
  readonly what: Happening;
}

/** A script with what it is called in the report. */
export interface Mixture {
  readonly name: string;
  readonly script: FaultScriptInput;
  /** The journal refuses these appends, counted from 1. */
  readonly diskFullAt: readonly number[];
  /** Several at one request happen in this order. */
  readonly happenings: readonly TimedHappening[];
}

/** How a case meets a route; a route that the sandbox learns does not compile before it is here. */
const routeUse: Readonly<Record<FaultableRoute, "case" | "signIn">> = {
  authorize: "signIn",
  authorizeDecision: "signIn",
  token: "case",
  currentUser: "case",
  createCase: "case",
  listCases: "case",
  createStudy: "case",
  presign: "case",
  storagePut: "case",
  attachStack: "case",
  jobStatus: "case",
  markFinished: "case",
  uploadImage: "case",
};

/** Routes that a case takes; those of signing in are the browser's. */
export const caseRoutes = parseKeys(routeUse).filter(
  (route) => routeUse[route] === "case",
);
/** Routes that a sign-in takes. */
export const signInRoutes: readonly FaultableRoute[] = [
  ...parseKeys(routeUse).filter((route) => routeUse[route] === "signIn"),
  "token",
];

const moments = ["beforeReading", "midBody", "beforeAnswer"] as const;
const statuses = [400, 401, 403, 404, 408, 422, 429, 500, 502, 503, 504];

/** By kind, so that one that the sandbox learns does not compile before it is here. */
const faultsOfKind: {
  readonly [Kind in Fault["kind"]]: readonly (Fault & {
    readonly kind: Kind;
  })[];
} = {
  delay: [{ kind: "delay", ms: 20_000 }],
  // Longer than the client waits: done after all, when it has given up.
  slowWork: [{ kind: "slowWork", ms: 600_000 }],
  cut: moments.map((when) => ({ kind: "cut", when, afterBytes: 100 })),
  stall: moments.map((when) => ({
    kind: "stall",
    when,
    afterBytes: 100,
    ms: 600_000,
  })),
  lostAnswer: [{ kind: "lostAnswer" }],
  status: [
    ...statuses.map((status) => ({ kind: "status" as const, status })),
    // The thing was done, and something on the way answers with a page of its own.
    ...statuses.map((status) => ({
      kind: "status" as const,
      status,
      afterEffect: true,
    })),
    { kind: "status", status: 429, retryAfterSeconds: 90 },
    { kind: "status", status: 503, retryAfterSeconds: 30 },
  ],
  expiredUrl: [{ kind: "expiredUrl" }],
  silentJobFailure: [{ kind: "silentJobFailure" }],
  clockSkew: [
    { kind: "clockSkew", ms: 7_200_000 },
    { kind: "clockSkew", ms: -7_200_000 },
  ],
  replaced: [
    { kind: "replaced" },
    { kind: "replaced", status: 403 },
    { kind: "replaced", status: 511 },
  ],
  wrongJson: [
    { kind: "wrongJson" },
    { kind: "wrongJson", body: "<html>Sign in to the network</html>" },
  ],
};
const everyFault: readonly Fault[] = Object.values(faultsOfKind).flat();

/** `Object.keys` knows its record's type no more. */
function parseKeys<K extends string>(
  record: Readonly<Record<K, unknown>>,
): readonly K[] {
  return Object.keys(record) as K[];
}

/** Each fault at each route: once on its first call, and for as long as the engine tries. */
export function eachFaultAlone(): readonly Mixture[] {
  return caseRoutes.flatMap((route) => faultsAt(route));
}

/** Each fault that is possible there, once and for ever. */
export function faultsAt(route: FaultableRoute): readonly Mixture[] {
  return everyFault
    .filter(({ kind }) => isPossible(route, kind))
    .flatMap((fault): Mixture[] => [
      {
        name: `${route} ${JSON.stringify(fault)} once`,
        script: { seed: 1, rules: [{ route, nth: 1, fault }] },
        diskFullAt: [],
        happenings: [],
      },
      {
        name: `${route} ${JSON.stringify(fault)} always`,
        script: { seed: 1, rules: [{ route, fault }] },
        diskFullAt: [],
        happenings: [],
      },
    ]);
}

/** An untroubled case makes about so many. */
const requestsOfCase = 24;

/** Each happening before every request of a case; and a full disk with a decision of the user in the same moment, and after a while. */
export function eachHappening(): readonly Mixture[] {
  return Array.from(
    { length: requestsOfCase },
    (_, index) => index + 1,
  ).flatMap((atRequest) => [
    ...happenings.map((what) => happening([{ atRequest, what }])),
    ...(["pause", "cancel"] as const).flatMap((what) => [
      happening([
        { atRequest, what: "fullDisk" },
        { atRequest, what },
      ]),
      happening([
        { atRequest, what: "fullDisk" },
        { atRequest: atRequest + 1, what },
      ]),
    ]),
  ]);
}

function happening(list: readonly TimedHappening[]): Mixture {
  return {
    name: list.map(({ atRequest, what }) => `${what} at ${atRequest}`).join(),
    script: { seed: 1, rules: [] },
    diskFullAt: [],
    happenings: list,
  };
}

const routesWithBody: readonly FaultableRoute[] = [
  "createCase",
  "createStudy",
  "presign",
  "attachStack",
  "uploadImage",
  "token",
];

function isPossible(route: FaultableRoute, kind: Fault["kind"]) {
  if (kind === "slowWork") return routesWithBody.includes(route);
  if (kind === "expiredUrl")
    return route === "presign" || route === "storagePut";
  return kind !== "silentJobFailure" || route === "attachStack";
}

/** A mixture of one to five rules, now and then a full disk, and whatever else happens; the same for the same seed. */
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
      const route = random() < 0.15 ? "*" : pick(caseRoutes);
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
  const timed = Array.from(
    { length: Math.max(0, Math.floor(random() * 6) - 2) },
    (): TimedHappening => ({
      atRequest: 1 + Math.floor(random() * requestsOfCase),
      what: pick(happenings),
    }),
  );
  return {
    name: `mixture ${seed}`,
    script: { seed, rules },
    diskFullAt,
    happenings: timed,
  };
}
