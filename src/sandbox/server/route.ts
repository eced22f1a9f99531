// The route table: names, methods and paths with `{name}` parts.
import type { Answer } from "./answer.ts";
import type { Exchange } from "./exchange.ts";

/** One thing the service can be asked. */
export interface Route {
  /** Name in the request log and in fault scripts. */
  readonly name: string;
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** `/api/v1/cases/{case}/studies`: a part in braces matches anything without a slash. */
  readonly path: string;
  readonly handle: (exchange: Exchange) => Promise<Answer>;
}

/** Outcome of looking a request up. */
export type RouteMatch =
  | {
      readonly kind: "found";
      readonly route: Route;
      readonly params: Readonly<Record<string, string>>;
    }
  | { readonly kind: "wrongMethod" }
  | { readonly kind: "notFound" };

function pathParams(
  pattern: string,
  pathname: string,
): Record<string, string> | null {
  const expected = pattern.split("/");
  const parts = pathname.split("/");
  if (expected.length !== parts.length) return null;
  const params: Record<string, string> = {};
  for (const [index, part] of expected.entries()) {
    const actual = parts[index] ?? "";
    if (part.startsWith("{")) {
      if (actual === "") return null;
      params[part.slice(1, -1)] = actual;
    } else if (part !== actual) return null;
  }
  return params;
}

/** Finds the route of a request. */
export function matchRoute(
  routes: readonly Route[],
  method: string,
  pathname: string,
): RouteMatch {
  let isPathKnown = false;
  for (const route of routes) {
    const params = pathParams(route.path, pathname);
    if (params === null) continue;
    if (route.method === method) return { kind: "found", route, params };
    isPathKnown = true;
  }
  return { kind: isPathKnown ? "wrongMethod" : "notFound" };
}
