// Faults as a client meets them: what breaks, and whether the thing asked for was done.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { compliantSlice } from "../../testing/compliantSlice.ts";
import {
  at,
  MovableClock,
  plainFetch,
  RunningSandbox,
  sha256Hex,
} from "../../testing/runningSandbox.ts";
import type { FaultScriptInput } from "./faultScript.ts";

let clock: MovableClock;
let sandbox: RunningSandbox;

beforeEach(async () => {
  clock = new MovableClock();
  sandbox = await RunningSandbox.start({ clock });
});
afterEach(() => sandbox.end());

async function script(...rules: FaultScriptInput["rules"]): Promise<void> {
  const answer = await sandbox.admin("POST", "/sandbox/faults", { rules });
  expect(answer.status).toBe(204);
}

function createCase() {
  return sandbox.api("POST", "/api/v1/cases", { title: "x", system_id: 1 });
}

async function caseCount(): Promise<number> {
  return (await sandbox.state()).cases.length;
}

async function lastRequest(route: string) {
  return (await sandbox.state()).requests
    .filter((entry) => entry.route === route)
    .at(-1);
}

describe("a fault script", () => {
  test("can come with the start", async () => {
    const faulty = await RunningSandbox.start({
      faults: {
        rules: [
          { route: "createCase", fault: { kind: "status", status: 500 } },
        ],
      },
    });
    expect(await faulty.createCase()).toBeNaN();
    await faulty.end();
  });

  test("is refused with a reason when it makes no sense", async () => {
    const answer = await sandbox.admin("POST", "/sandbox/faults", {
      rules: [{ route: "nowhere", fault: { kind: "delay", ms: -1 } }],
    });
    expect(answer.status).toBe(400);
    expect(at(answer.json, "error")).toContain("route");
  });

  test("can be taken away", async () => {
    await script({
      route: "createCase",
      fault: { kind: "status", status: 503 },
    });
    expect((await createCase()).status).toBe(503);
    await sandbox.admin("DELETE", "/sandbox/faults");
    expect((await createCase()).status).toBe(200);
  });

  test("leaves pages and admin endpoints alone, and counts its strikes", async () => {
    await script({ route: "*", fault: { kind: "status", status: 503 } });
    expect((await plainFetch(`${sandbox.origin}/`)).status).toBe(200);
    await createCase();
    expect((await sandbox.state()).faultsStruck).toEqual([1]);
  });
});

describe("cut", () => {
  test.each(["beforeReading", "midBody", "beforeAnswer"] as const)(
    "%s breaks the connection and does nothing",
    async (when) => {
      await script({
        route: "createCase",
        nth: 1,
        fault: { kind: "cut", when, afterBytes: 4 },
      });
      await expect(createCase()).rejects.toThrow("ECONNRESET");
      expect(await caseCount()).toBe(0);
      expect(await lastRequest("createCase")).toMatchObject({
        status: null,
        faults: ["cut"],
      });
      expect((await createCase()).status).toBe(200);
    },
  );

  test("in the middle of a large body breaks while the client still sends", async () => {
    const file = compliantSlice({ side: 1024 });
    const presigned = await sandbox.api("POST", "/direct_s3_uploads", {
      sha256: [sha256Hex(file)],
    });
    const url = String(at(presigned.json, "uploads", 0, "url"));
    await script({
      route: "storagePut",
      nth: 1,
      fault: { kind: "cut", when: "midBody", afterBytes: 100_000 },
    });
    await expect(
      plainFetch(url, { method: "PUT", body: file }),
    ).rejects.toThrow();
    expect((await sandbox.state()).uploads[0]?.sizeBytes).toBeNull();
    const again = await plainFetch(url, { method: "PUT", body: file });
    expect(again.status).toBe(200);
  });
});

describe("lostAnswer", () => {
  test("does what was asked and breaks the connection", async () => {
    await script({ route: "createCase", fault: { kind: "lostAnswer" } });
    await expect(createCase()).rejects.toThrow("socket hang up");
    expect(await caseCount()).toBe(1);
  });

  test("loses a refreshed pair for good", async () => {
    const pair = await sandbox.admin("POST", "/sandbox/tokens", {});
    const refresh = () =>
      plainFetch(`${sandbox.origin}/oauth/token`, {
        method: "POST",
        headers: { "content-type": "application/x-www-form-urlencoded" },
        body: new URLSearchParams({
          grant_type: "refresh_token",
          client_id: "casedrop-sandbox",
          client_secret: "public-sandbox-secret",
          refresh_token: String(at(pair.json, "refresh_token")),
        }).toString(),
      });
    await script({ route: "token", nth: 1, fault: { kind: "lostAnswer" } });
    await expect(refresh()).rejects.toThrow();
    expect(at((await refresh()).json, "error")).toBe("invalid_grant");
  });
});

describe("stall", () => {
  test("holds the connection for its time, then breaks it", async () => {
    await script({
      route: "createCase",
      fault: { kind: "stall", when: "beforeAnswer", ms: 5_000 },
    });
    await expect(createCase()).rejects.toThrow("ECONNRESET");
    expect(clock.nowMs()).toBe(Date.UTC(2026, 0, 1) + 5_000);
    expect(await caseCount()).toBe(0);
  });

  test("does not keep the sandbox from closing", async () => {
    const real = await RunningSandbox.start({
      faults: {
        rules: [
          { route: "currentUser", fault: { kind: "stall", when: "midBody" } },
        ],
      },
    });
    const asked = real.api("GET", "/api/v1/users/current");
    const outcome = expect(asked).rejects.toThrow();
    await expect
      .poll(async () => (await real.state()).faultsStruck)
      .toEqual([1]);
    await real.end();
    await outcome;
  });
});

describe("status", () => {
  test("answers with Retry-After and does nothing", async () => {
    await script({
      route: "createCase",
      count: 1,
      fault: {
        kind: "status",
        status: 429,
        retryAfterSeconds: 7,
        body: "slow",
      },
    });
    const answer = await createCase();
    expect([answer.status, answer.text]).toEqual([429, "slow"]);
    expect(answer.headers["retry-after"]).toBe("7");
    expect(await caseCount()).toBe(0);
    expect((await createCase()).status).toBe(200);
  });

  test("can come after the thing was done", async () => {
    await script({
      route: "createCase",
      fault: { kind: "status", status: 504, afterEffect: true },
    });
    expect((await createCase()).status).toBe(504);
    expect(await caseCount()).toBe(1);
  });
});

describe("the other faults", () => {
  test("expiredUrl on presign gives dead URLs, on the storage lets a good one die", async () => {
    const file = compliantSlice();
    const put = async () => {
      const answer = await sandbox.api("POST", "/direct_s3_uploads", {
        sha256: [sha256Hex(file)],
      });
      const url = String(at(answer.json, "uploads", 0, "url"));
      return (await plainFetch(url, { method: "PUT", body: file })).status;
    };
    await script(
      { route: "presign", nth: 1, fault: { kind: "expiredUrl" } },
      { route: "storagePut", nth: 2, fault: { kind: "expiredUrl" } },
    );
    expect([await put(), await put(), await put()]).toEqual([403, 403, 200]);
  });

  test("silentJobFailure accepts the stack and fails its job", async () => {
    await script({ route: "attachStack", fault: { kind: "silentJobFailure" } });
    const caseId = await sandbox.createCase();
    const studyId = await sandbox.createStudy(caseId);
    const ids = await sandbox.upload([compliantSlice()]);
    const attached = await sandbox.attach(caseId, studyId, ids);
    clock.move(10_000);
    const job = String(at(attached.json, "job_id"));
    const path = `/image_preparation/${caseId}/studies/${studyId}/upload/${job}`;
    expect((await sandbox.api("GET", path)).json).toEqual({});
  });

  test("clockSkew shifts the Date header", async () => {
    await script({
      route: "currentUser",
      fault: { kind: "clockSkew", ms: 3_600_000 },
    });
    const answer = await sandbox.api("GET", "/api/v1/users/current");
    expect(answer.headers.date).toBe("Thu, 01 Jan 2026 01:00:00 GMT");
  });

  test("wrongJson does what was asked and answers nonsense", async () => {
    await script({ route: "createCase", fault: { kind: "wrongJson" } });
    const answer = await createCase();
    expect([answer.status, answer.text]).toEqual([200, '{"unexpected":']);
    expect(await caseCount()).toBe(1);
  });

  test("delay waits and goes on", async () => {
    await script({ route: "createCase", fault: { kind: "delay", ms: 250 } });
    expect((await createCase()).status).toBe(200);
    expect(await lastRequest("createCase")).toMatchObject({
      durationMs: 250,
      faults: ["delay"],
    });
  });
});
