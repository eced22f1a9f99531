// Which faults strike a call: decided by rule, number of the call and seed alone, so that a run can be repeated.
import { assertNever } from "../../shared/assertNever.ts";
import type { RouteFaults } from "../server/exchange.ts";
import type { Fault, FaultRule, FaultScript } from "./faultScript.ts";

/** Faults that end a request in their own way; only one can. */
export type Interruption = Extract<
  Fault,
  { kind: "cut" | "lostAnswer" | "stall" | "status" | "replaced" | "wrongJson" }
>;

/** All that happens to one request. */
export interface FaultPlan extends RouteFaults {
  readonly delayMs: number;
  /** Between taking the request and acting on it. */
  readonly slowWorkMs: number;
  readonly clockSkewMs: number;
  /** Of several, the first in the script. */
  readonly interruption: Interruption | null;
  readonly kinds: readonly Fault["kind"][];
}

/** A request that nothing happens to. */
export const untroubled: FaultPlan = {
  delayMs: 0,
  slowWorkMs: 0,
  clockSkewMs: 0,
  expiredUrl: false,
  silentJobFailure: false,
  interruption: null,
  kinds: [],
};

/** A number in [0, 1) made of seed, rule and call: mixing steps of the public-domain splitmix generator. */
export function chance(seed: number, rule: number, call: number): number {
  let mixed = (seed ^ Math.imul(rule + 1, 0x9e3779b9)) >>> 0;
  mixed = (mixed + Math.imul(call, 0x85ebca6b)) >>> 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad) >>> 0;
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97) >>> 0;
  return ((mixed ^ (mixed >>> 15)) >>> 0) / 0x1_0000_0000;
}

function addFault(plan: FaultPlan, fault: Fault): FaultPlan {
  const kinds = [...plan.kinds, fault.kind];
  switch (fault.kind) {
    case "delay":
      return { ...plan, kinds, delayMs: plan.delayMs + fault.ms };
    case "slowWork":
      return { ...plan, kinds, slowWorkMs: plan.slowWorkMs + fault.ms };
    case "clockSkew":
      return { ...plan, kinds, clockSkewMs: plan.clockSkewMs + fault.ms };
    case "expiredUrl":
      return { ...plan, kinds, expiredUrl: true };
    case "silentJobFailure":
      return { ...plan, kinds, silentJobFailure: true };
    case "cut":
    case "lostAnswer":
    case "stall":
    case "status":
    case "replaced":
    case "wrongJson":
      return plan.interruption === null
        ? { ...plan, kinds, interruption: fault }
        : plan;
    default:
      return assertNever(fault, "fault");
  }
}

/** A script at work: counts the calls each rule saw and the times it struck. */
export class FaultInjector {
  readonly #script: FaultScript;
  readonly #seen: number[];
  readonly #struck: number[];

  constructor(script: FaultScript) {
    this.#script = script;
    this.#seen = script.rules.map(() => 0);
    this.#struck = script.rules.map(() => 0);
  }

  /** How often each rule struck, in the order of the script. */
  get struck(): readonly number[] {
    return this.#struck;
  }

  /** What happens to the next call of a route. */
  planFor(route: string): FaultPlan {
    let plan = untroubled;
    for (const [index, rule] of this.#script.rules.entries())
      if (this.#strikes(index, rule, route)) plan = addFault(plan, rule.fault);
    return plan;
  }

  #strikes(index: number, rule: FaultRule, route: string): boolean {
    if (rule.route !== "*" && rule.route !== route) return false;
    const call = (this.#seen[index] ?? 0) + 1;
    this.#seen[index] = call;
    if (rule.nth !== undefined && rule.nth !== call) return false;
    const struck = this.#struck[index] ?? 0;
    if (rule.count !== undefined && struck >= rule.count) return false;
    if (chance(this.#script.seed, index, call) >= rule.probability)
      return false;
    this.#struck[index] = struck + 1;
    return true;
  }
}
