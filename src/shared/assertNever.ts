// Exhaustiveness: the last line of every switch on a union.

/** Fails to compile when a union member is not handled; throws if untyped data got past a border all the same. */
export function assertNever(value: never, what: string): never {
  const data: unknown = value;
  const kind =
    typeof data === "object" && data !== null && "kind" in data
      ? String(data.kind)
      : typeof data;
  throw new Error(`Unhandled ${what}: ${kind}`);
}
