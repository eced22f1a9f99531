// The contract's calls on the wire: what every call carries, and what no call takes for an answer.
import { describe, expect, it } from "vitest";
import { failed, success } from "../../shared/result.ts";
import { leastCase, scriptedClient } from "../../testing/scriptedClient.ts";

const never = new AbortController().signal;

describe("every call", () => {
  it("carries the token, asks for JSON and names the app", async () => {
    const { http, client } = scriptedClient([{ status: 200, body: { id: 1 } }]);
    await client.createCase(leastCase, never);
    expect(http.requests[0]).toMatchObject({
      method: "POST",
      url: "https://radiopaedia.org/api/v1/cases",
      headers: {
        authorization: "Bearer token-1",
        accept: "application/json",
        "content-type": "application/json",
        "user-agent": "Casedrop/test",
      },
    });
  });

  it("renews the token after 401 and sends once more", async () => {
    const { http, tokens, client } = scriptedClient([
      { status: 401, body: "" },
      { status: 200, body: { id: 8731 } },
    ]);
    expect(await client.createCase(leastCase, never)).toEqual(success(8731));
    expect(tokens.replaced).toEqual(["token-1"]);
    expect(http.requests[1]?.headers["authorization"]).toBe("Bearer token-2");
  });

  it("asks for sign-in after a second 401, or says that the clock is wrong", async () => {
    const refused = { status: 401, body: "" };
    const plain = scriptedClient([refused, refused]);
    expect(await plain.client.currentUser(never)).toEqual(
      failed({ kind: "signInNeeded", reason: "revoked" }),
    );
    const skewed = scriptedClient([
      refused,
      { ...refused, headers: { date: "Thu, 01 Jan 2026 11:00:00 GMT" } },
    ]);
    expect(await skewed.client.currentUser(never)).toEqual(
      failed({ kind: "clockSkew", skewMs: 3_600_000 }),
    );
  });

  it("tells that nothing was sent when the token could not be renewed", async () => {
    const { tokens, client } = scriptedClient([{ status: 401, body: "" }]);
    tokens.renewal = failed({ kind: "connectionLost", code: "ECONNRESET" });
    expect(await client.createCase(leastCase, never)).toEqual(
      failed({
        failure: { kind: "connectionLost", code: "ECONNRESET" },
        wasSent: false,
      }),
    );
  });

  it("sends nothing once aborted", async () => {
    const { http, client } = scriptedClient([]);
    const result = await client.createCase(leastCase, AbortSignal.abort());
    expect(result).toEqual(
      failed({ failure: { kind: "cancelled" }, wasSent: false }),
    );
    expect(http.requests).toHaveLength(0);
  });
});

describe("a page of a filter in place of the service's answer", () => {
  const html = { "content-type": "text/html" };

  it.each([200, 403, 511])("is known for what it is: %i", async (status) => {
    const { client } = scriptedClient([
      { status, body: "<html>No</html>", headers: html },
    ]);
    expect(await client.currentUser(never)).toEqual({
      ok: false,
      failure: { kind: "strangerAnswered", status, host: null },
    });
  });

  it("leaves it open what became of a call that must not be repeated", async () => {
    const { client } = scriptedClient([
      { status: 200, body: "<html>No</html>", headers: html },
    ]);
    expect(
      await client.createCase({ title: "x", systemId: 1 } as never, never),
    ).toEqual({
      ok: false,
      failure: {
        failure: { kind: "strangerAnswered", status: 200, host: null },
        wasSent: true,
      },
    });
  });
});
