// The names under which a service can be reached: the one that answers is kept to, the other is asked when it fails (reference sections 2 and 4.2).
import type { ArchiveFailure } from "../../../shared/archive.ts";
import type { ArchiveEndpoint } from "../catalogue/endpoint.ts";
import type { ArchiveSettings } from "./archiveSettings.ts";

/** Names of one app's services, with the one that answered last in front. */
export class HostNames {
  readonly #settings: Pick<ArchiveSettings, "baseUrls" | "otherBaseUrls">;
  readonly #preferred = new Map<ArchiveEndpoint["adapter"], string>();

  constructor(settings: Pick<ArchiveSettings, "baseUrls" | "otherBaseUrls">) {
    this.#settings = settings;
  }

  /** Addresses of the endpoint's service: the one to be asked, and the other one where there is one. */
  of({ adapter, baseUrl }: ArchiveEndpoint): {
    readonly first: string;
    readonly other: string | null;
  } {
    const { baseUrls, otherBaseUrls } = this.#settings;
    const usual = baseUrls[adapter] ?? baseUrl;
    const other = otherBaseUrls?.[adapter] ?? null;
    return other !== null && this.#preferred.get(adapter) === other
      ? { first: other, other: usual }
      : { first: usual, other };
  }

  /** The next question goes there first. */
  prefer({ adapter }: ArchiveEndpoint, baseUrl: string): void {
    this.#preferred.set(adapter, baseUrl);
  }
}

/** True where the host failed, not what was asked of it: the same service under its other name may answer. */
export function isHostTrouble(failure: ArchiveFailure): boolean {
  return (
    isRefusedAtTheDoor(failure) ||
    failure.kind === "connectionLost" ||
    failure.kind === "stalled"
  );
}

/** True where nothing of the answer has come: what receives it can take another one. */
export function isRefusedAtTheDoor(failure: ArchiveFailure): boolean {
  return failure.kind === "unreachable" || failure.kind === "archiveError";
}
