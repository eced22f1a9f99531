// Every endpoint that is known, and how one is found by its name.
import type { ArchiveFailure } from "../../../shared/archive.ts";
import { failed, success, type Result } from "../../../shared/result.ts";
import type { ArchiveAdapter, ArchiveEndpoint } from "./endpoint.ts";
import { dataciteEndpoints, idcV3Endpoints } from "./idcV3.ts";
import { nbiaTokenEndpoints, nbiaV4Endpoints, nlstEndpoints } from "./nbia.ts";
import { tciaV2Endpoints } from "./tciaV2.ts";

/** In the order in which a bare name is looked up. */
export const archiveEndpoints: readonly ArchiveEndpoint[] = [
  ...nbiaV4Endpoints,
  ...nbiaTokenEndpoints,
  ...nlstEndpoints,
  ...tciaV2Endpoints,
  ...idcV3Endpoints,
  ...dataciteEndpoints,
];

/**
 * The endpoint of a name: `getSeries`, `v2/getSeries`, or with its adapter in front, `tcia-v2/getSeries`. A bare name that
 * several adapters have means the first of them.
 */
export function findEndpoint(
  text: string,
  adapter: ArchiveAdapter | null = null,
): Result<ArchiveEndpoint, ArchiveFailure> {
  const found = archiveEndpoints.find(
    (endpoint) =>
      (adapter === null || endpoint.adapter === adapter) &&
      (endpoint.name === text ||
        `${endpoint.adapter}/${endpoint.name}` === text),
  );
  return found === undefined
    ? failed({ kind: "unknownEndpoint", name: text.slice(0, 80) })
    : success(found);
}

/** The endpoint that code names; an unknown one is a bug. */
export function endpointOf(
  adapter: ArchiveAdapter,
  name: string,
): ArchiveEndpoint {
  const found = findEndpoint(name, adapter);
  if (!found.ok) throw new Error(`No endpoint ${adapter}/${name}`);
  return found.value;
}
