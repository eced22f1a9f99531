// The address of an endpoint, where the user may have named another server, a mirror or a test service.

/**
 * Joins a base that was given with an endpoint's usual base path and its own path. A bare origin, or the beginning of the
 * usual base, stands for the usual base; any other base is taken as it is, and what it shares with the beginning of the path
 * is not repeated: `http://host/services/v3/TCIA/query` and `TCIA/query/getSeries` meet in the middle.
 */
export function joinUrl(
  givenBase: string,
  usualBase: string,
  path: string,
): URL {
  const given = new URL(givenBase);
  const givenParts = partsOf(given.pathname);
  const usualParts = partsOf(new URL(usualBase).pathname);
  const pathParts = path.split("/");
  const isBeginning = givenParts.every(
    (part, index) => usualParts[index] === part,
  );
  const base = isBeginning ? usualParts : givenParts;
  const shared = isBeginning ? 0 : overlap(base, pathParts);
  return new URL(
    `/${[...base, ...pathParts.slice(shared)].join("/")}`,
    given.origin,
  );
}

function partsOf(pathname: string): readonly string[] {
  return pathname.split("/").filter((part) => part !== "");
}

/** Length of the longest end of one that the other begins with. */
function overlap(base: readonly string[], path: readonly string[]): number {
  for (let length = Math.min(base.length, path.length); length > 0; length--) {
    const end = base.slice(base.length - length);
    if (end.every((part, index) => part === path[index])) return length;
  }
  return 0;
}
