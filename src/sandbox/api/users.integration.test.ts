// Two users of the practice service: each has cases, drafts and tokens of their own.
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  at,
  plainFetch,
  RunningSandbox,
} from "../../testing/runningSandbox.ts";

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await RunningSandbox.start();
});
afterAll(() => sandbox.end());

it("keeps the cases of one user from the other", async () => {
  const pair = await sandbox.admin("POST", "/sandbox/tokens", {
    login: "sandbox-second",
  });
  const asSecond = (method: string, path: string, body?: unknown) =>
    plainFetch(sandbox.origin + path, {
      method,
      headers: {
        authorization: `Bearer ${String(at(pair.json, "access_token"))}`,
        accept: "application/json",
        "content-type": "application/json",
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  const caseId = await sandbox.createCase("Of the first");
  const user = await asSecond("GET", "/api/v1/users/current");
  const listed = await asSecond("GET", "/api/v1/cases?per_page=100");
  const study = await asSecond("POST", `/api/v1/cases/${caseId}/studies`, {});
  expect([
    at(user.json, "login"),
    at(user.json, "quotas", "draft_case_count"),
    listed.json,
    study.status,
  ]).toEqual(["sandbox-second", 0, [], 404]);
});
