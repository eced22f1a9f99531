// What Linux says a folder is mounted from, by /proc/self/mountinfo (proc_pid_mountinfo(5)).

interface Mount {
  readonly id: string;
  readonly parent: string;
  readonly point: string;
  readonly source: string;
}

/**
 * The source of the mount that an absolute path without links lies on, such as `/dev/sdb1` or `tank/home`; empty if none
 * is listed. Goes from mount to mount as the kernel does: what is mounted on a folder hides earlier mounts below it,
 * wherever they stand in the table.
 */
export function mountSource(mountInfo: string, path: string): string {
  const mounts = mountInfo
    .split("\n")
    .map(mountOf)
    .filter(({ point }) => holds(point, path));
  const ids = new Set(mounts.map(({ id }) => id));
  const isOnTop = ({ id, parent }: Mount) => id === parent || !ids.has(parent);
  let next = firstOnTheWay(mounts.filter(isOnTop));
  const passed = new Set<Mount>();
  let source = "";
  while (next !== null && !passed.has(next)) {
    const { id } = next;
    passed.add(next);
    source = next.source;
    next = firstOnTheWay(mounts.filter(({ parent }) => parent === id));
  }
  return source;
}

/** The one that a walk from the root comes to first. Of two on one point the later one lies on top. */
function firstOnTheWay(mounts: readonly Mount[]): Mount | null {
  return mounts.reduce<Mount | null>(
    (first, mount) =>
      first === null || mount.point.length <= first.point.length
        ? mount
        : first,
    null,
  );
}

function mountOf(line: string): Mount {
  const [mount = "", device = ""] = line.split(" - ");
  const [id = "", parent = "", , , point = ""] = mount.split(" ");
  return {
    id,
    parent,
    point: unescaped(point),
    source: unescaped(device.split(" ")[1] ?? ""),
  };
}

function holds(point: string, path: string): boolean {
  return (
    point === "/" ||
    path === point ||
    (point !== "" && path.startsWith(`${point}/`))
  );
}

/** Spaces, tabs, newlines and backslashes stand there as octal numbers. */
function unescaped(field: string): string {
  return field.replaceAll(/\\([0-7]{3})/g, (_, octal: string) =>
    String.fromCharCode(parseInt(octal, 8)),
  );
}
