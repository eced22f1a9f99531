// Keeps what did not change between two snapshots the same object, so that only what changed is rendered again.

/**
 * `next`, with every part that equals its counterpart in `previous` replaced by that; `previous` itself if all are
 * equal. For plain data as snapshots are: no cycles, no class instances. Array items are compared by position.
 */
export function shareUnchanged<Data>(previous: unknown, next: Data): Data {
  if (Object.is(previous, next)) return next;
  if (!isContainer(previous) || !isContainer(next)) return next;
  if (Array.isArray(previous) !== Array.isArray(next)) return next;
  const parts = Object.entries(next).map(([name, part]) => {
    const old = Object.hasOwn(previous, name) ? previous[name] : undefined;
    return [name, shareUnchanged(old, part)] as const;
  });
  const isSame =
    parts.length === Object.keys(previous).length &&
    parts.every(
      ([name, part]) =>
        Object.hasOwn(previous, name) && Object.is(part, previous[name]),
    );
  // Parts are either those of `next` or equal to them, so both are of its type.
  if (isSame) return previous as unknown as Data;
  return (Array.isArray(next)
    ? parts.map(([, part]) => part)
    : Object.fromEntries(parts)) as unknown as Data;
}

function isContainer(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
