// What errors of the system's network code are taken for.
import { expect, it } from "vitest";
import { failureWords } from "../../shared/messages/failureWords.ts";
import { chromiumFailure } from "./chromiumFailure.ts";

it.each(["proxy:8080", ""])(
  "invents no answer of the proxy %j that refused a tunnel",
  (proxy) => {
    const failure = chromiumFailure("net::ERR_TUNNEL_CONNECTION_FAILED", proxy);
    expect(failure).toEqual({ kind: "proxyRefused", proxy, status: null });
    const { why, whatNext } = failureWords(failure);
    expect(why).not.toMatch(/answered|proxy {2}/);
    expect(whatNext).toContain("Try again later");
    expect(whatNext).toContain("ask your IT department to allow");
  },
);
