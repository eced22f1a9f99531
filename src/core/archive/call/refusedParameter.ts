// What a stricter or older build of version 4 says to a parameter that it does not know, and which one can be left out (reference section 4.2).
import type { ArchiveFailure } from "../../../shared/archive.ts";
import type { ArchiveEndpoint } from "../catalogue/endpoint.ts";
import type { GivenParameter } from "./buildRequest.ts";

/** Names the parameter in `Invalid query parameter: 'x'. Allowed parameters are: [...]`; null for any other failure. */
export function refusedParameter(failure: ArchiveFailure): string | null {
  if (failure.kind !== "archiveRefused" || failure.status !== 400) return null;
  const named = /invalid query parameter:?\s*'?([\w.-]+)'?/i.exec(
    failure.detail,
  );
  return named?.[1] ?? null;
}

/**
 * The refused parameter, if it is optional, was given, and may be left out: by itself only where the same things are answered
 * without it, else where the user said so. Never one of a numbered family, whose numbers must have no gaps.
 */
export function droppable(
  endpoint: ArchiveEndpoint,
  given: readonly GivenParameter[],
  refused: string,
  mayWiden: boolean,
): string | null {
  const rule = endpoint.parameters.find(
    ({ name, isNumbered }) =>
      isNumbered !== true && name.toLowerCase() === refused.toLowerCase(),
  );
  if (rule === undefined || rule.isRequired) return null;
  if (rule.isDispensable !== true && !mayWiden) return null;
  const isSent =
    rule.preset !== undefined || given.some(({ name }) => name === rule.name);
  return isSent ? rule.name : null;
}
