// Which way an address takes, by environment and by settings.
import { describe, expect, it } from "vitest";
import { environmentRoutes, manualRoutes } from "./proxyChoice.ts";
import { parseProxyAddress } from "./proxyHop.ts";

const direct = [{ kind: "direct" }];
const site = new URL("https://radiopaedia.org/api");

function routesOf(variables: Record<string, string>) {
  const routes = environmentRoutes(variables);
  if (!routes.ok) throw new Error(routes.failure);
  return routes.value;
}

describe("environmentRoutes", () => {
  it("takes the variable of the scheme, else the one for all", () => {
    const routes = routesOf({
      HTTPS_PROXY: "http://secure:1",
      http_proxy: "http://plain:2",
      ALL_PROXY: "socks5://all:3",
    });
    expect(routes.routeFor(site)).toEqual([
      { kind: "http", host: "secure", port: 1 },
    ]);
    expect(routes.routeFor(new URL("http://radiopaedia.org"))).toEqual([
      { kind: "http", host: "plain", port: 2 },
    ]);
    expect(routesOf({ all_proxy: "socks5://all:3" }).routeFor(site)).toEqual([
      { kind: "socks5", host: "all", port: 3 },
    ]);
  });

  it("prefers lower case, and takes an empty variable as none", () => {
    expect(
      routesOf({ HTTPS_PROXY: "upper:1", https_proxy: "lower:2" }).routeFor(
        site,
      ),
    ).toEqual([{ kind: "http", host: "lower", port: 2 }]);
    expect(routesOf({ HTTPS_PROXY: " " }).routeFor(site)).toEqual(direct);
    expect(routesOf({}).routeFor(site)).toEqual(direct);
  });

  it("heeds NO_PROXY and never leads this computer's own addresses out", () => {
    const routes = routesOf({
      HTTPS_PROXY: "p:1",
      NO_PROXY: "radiopaedia.org",
    });
    expect(routes.routeFor(site)).toEqual(direct);
    for (const own of [
      "https://127.0.0.1:1",
      "https://127.8.8.8",
      "https://localhost",
      "https://a.localhost",
      "https://[::1]:1",
      "https://[::ffff:127.0.0.1]",
    ])
      expect(routesOf({ HTTPS_PROXY: "p:1" }).routeFor(new URL(own))).toEqual(
        direct,
      );
  });

  it("keeps credentials apart from the way", () => {
    const routes = routesOf({ HTTPS_PROXY: "http://me:secret@p:1" });
    expect(JSON.stringify(routes.routeFor(site))).not.toContain("secret");
    expect(routes.credentials.get("p:1")).toEqual({
      username: "me",
      password: "secret",
    });
  });

  it("names the variable that makes no sense", () => {
    expect(environmentRoutes({ HTTP_PROXY: "ftp://x" })).toEqual({
      ok: false,
      failure: "HTTP_PROXY",
    });
  });
});

describe("manualRoutes", () => {
  it("goes through the proxy but for the list and this computer", () => {
    const address = parseProxyAddress("proxy:8080");
    if (!address.ok) throw new Error("no address");
    const routes = manualRoutes(address.value, "10.0.0.0/8, .intern");
    expect(routes.routeFor(site)).toEqual([address.value.hop]);
    expect(routes.routeFor(new URL("https://10.1.1.1"))).toEqual(direct);
    expect(routes.routeFor(new URL("https://a.intern"))).toEqual(direct);
    expect(routes.routeFor(new URL("http://127.0.0.1:8"))).toEqual(direct);
  });
});
