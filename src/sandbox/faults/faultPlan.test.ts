// Which faults strike which call.
import { describe, expect, test } from "vitest";
import { FaultInjector } from "./faultPlan.ts";
import { faultScriptSchema, type FaultScriptInput } from "./faultScript.ts";

function injector(script: FaultScriptInput): FaultInjector {
  return new FaultInjector(faultScriptSchema.parse(script));
}

function kinds(
  faults: FaultInjector,
  route: string,
  calls: number,
): readonly string[] {
  return Array.from({ length: calls }, () =>
    faults.planFor(route).kinds.join("+"),
  );
}

const lostAnswer = { kind: "lostAnswer" } as const;

describe("FaultInjector", () => {
  test("strikes every call of its route and no other", () => {
    const faults = injector({
      rules: [{ route: "presign", fault: lostAnswer }],
    });
    expect(kinds(faults, "presign", 2)).toEqual(["lostAnswer", "lostAnswer"]);
    expect(kinds(faults, "createCase", 1)).toEqual([""]);
  });

  test("strikes the nth call only, counting its own route's calls", () => {
    const faults = injector({
      rules: [{ route: "presign", nth: 2, fault: lostAnswer }],
    });
    faults.planFor("createCase");
    expect(kinds(faults, "presign", 3)).toEqual(["", "lostAnswer", ""]);
  });

  test("stops after its count", () => {
    const faults = injector({
      rules: [{ route: "*", count: 2, fault: lostAnswer }],
    });
    expect(kinds(faults, "token", 3)).toEqual(["lostAnswer", "lostAnswer", ""]);
    expect(faults.struck).toEqual([2]);
  });

  test("decides by chance the same way for the same seed, whatever else is asked", () => {
    const script: FaultScriptInput = {
      seed: 42,
      rules: [
        { route: "storagePut", probability: 0.3, fault: lostAnswer },
        { route: "token", probability: 0.5, fault: lostAnswer },
      ],
    };
    const alone = kinds(injector(script), "storagePut", 200);
    const mixed = injector(script);
    const among = Array.from({ length: 200 }, () => {
      mixed.planFor("token");
      return mixed.planFor("storagePut").kinds.join("+");
    });
    expect(among).toEqual(alone);
    const strikes = alone.filter((kind) => kind !== "").length;
    expect(strikes).toBeGreaterThan(40);
    expect(strikes).toBeLessThan(80);
    const other = kinds(injector({ ...script, seed: 43 }), "storagePut", 200);
    expect(other).not.toEqual(alone);
  });

  test("never strikes with probability 0 and always with 1", () => {
    const rule = (probability: number) =>
      injector({ rules: [{ route: "*", probability, fault: lostAnswer }] });
    expect(new Set(kinds(rule(0), "token", 100))).toEqual(new Set([""]));
    expect(new Set(kinds(rule(1), "token", 100))).toEqual(
      new Set(["lostAnswer"]),
    );
  });

  test("adds delays and skews, and lets the first interruption win", () => {
    const faults = injector({
      rules: [
        { route: "*", fault: { kind: "delay", ms: 10 } },
        { route: "*", fault: { kind: "status", status: 503 } },
        { route: "*", fault: { kind: "delay", ms: 5 } },
        { route: "*", fault: { kind: "clockSkew", ms: -7 } },
        { route: "*", fault: lostAnswer },
      ],
    });
    expect(faults.planFor("token")).toEqual({
      delayMs: 15,
      slowWorkMs: 0,
      clockSkewMs: -7,
      expiredUrl: false,
      silentJobFailure: false,
      interruption: { kind: "status", status: 503, afterEffect: false },
      kinds: ["delay", "status", "delay", "clockSkew"],
    });
  });
});

describe("faultScriptSchema", () => {
  test("bounds every duration and the number of rules", () => {
    const isValid = (value: unknown) =>
      faultScriptSchema.safeParse(value).success;
    const rule = (fault: unknown) => ({ rules: [{ route: "*", fault }] });
    expect(isValid(rule({ kind: "delay", ms: 600_000 }))).toBe(true);
    expect(isValid(rule({ kind: "delay", ms: 600_001 }))).toBe(false);
    expect(isValid(rule({ kind: "status", status: 200 }))).toBe(false);
    expect(isValid(rule({ kind: "explode" }))).toBe(false);
    expect(
      isValid({ rules: Array(201).fill({ route: "*", fault: lostAnswer }) }),
    ).toBe(false);
  });
});
