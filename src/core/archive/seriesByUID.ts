// Finds series by their UIDs on two servers that do not know of each other: the main one, and the one of the National Lung Screening Trial.
import type { ArchiveFailure, ArchiveSeries } from "../../shared/archive.ts";
import type { UnaskedSeries } from "../../shared/publicArchive.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import type { FoundSeries } from "../ports/imageArchive.ts";
import { refusedParameter } from "./call/refusedParameter.ts";

/** UIDs in one bulk request: kind to the server, and a page of a manifest. */
export const bulkUIDs = 200;

/** After so many refusals refused lists are not halved any more: a list of withdrawn series would cost thousands of questions. */
export const maxRefusals = 200;

type Server = "nbia-v4" | "nlst";
type Listing = Result<readonly ArchiveSeries[], ArchiveFailure>;
type Ask = (server: Server, uids: readonly string[]) => Promise<Listing>;

/**
 * The series that one of both has, in the order asked for. Either server may refuse a whole list for one series that it does
 * not have (reference section 2): the other one is asked then, and what both leave open is halved until the refused series
 * stands alone. Fails where the main server cannot be asked, or refuses all.
 */
export async function findSeriesByUID(
  ask: Ask,
  uids: readonly string[],
): Promise<Result<FoundSeries, ArchiveFailure>> {
  const search = new TwoServerSearch(ask);
  for (const page of pagesOf(uids)) {
    const failure = await search.find(page, ["nbia-v4", "nlst"]);
    if (failure !== null) return failed(failure);
  }
  return search.outcome(uids);
}

/** Those of the series asked for that are on no server. */
export function unknownOf(
  uids: readonly string[],
  { series, unasked }: FoundSeries,
): readonly string[] {
  const told = new Set([
    ...series.map(({ seriesInstanceUID }) => seriesInstanceUID),
    ...(unasked?.seriesInstanceUIDs ?? []),
  ]);
  return uids.filter((uid) => !told.has(uid));
}

class TwoServerSearch {
  readonly #ask: Ask;
  readonly #found = new Map<string, ArchiveSeries>();
  /** Not asked for at the trial's server, or not alone: they may be there all the same. */
  readonly #open = new Set<string>();
  #trialFailure: ArchiveFailure | null = null;
  #mainRefusal: ArchiveFailure | null = null;
  #refusal: ArchiveFailure | null = null;
  #refusals = 0;
  /** Lists that were refused are not halved any more. */
  #hasGivenUp = false;

  constructor(ask: Ask) {
    this.#ask = ask;
  }

  /** Asks these servers, and again for what they refused. What ended the search, else null. */
  async find(
    uids: readonly string[],
    servers: readonly Server[],
  ): Promise<ArchiveFailure | null> {
    let left = uids;
    let refusedLength = 0;
    const refusing: Server[] = [];
    for (const server of servers) {
      if (left.length === 0) return null;
      const listed = await this.#answer(server, left);
      if (listed.ok) left = this.#learn(listed.value, left);
      else if (isRefusedList(listed.failure)) {
        refusedLength ||= left.length;
        refusing.push(server);
        this.#refusal = listed.failure;
        if (server === "nbia-v4") this.#mainRefusal = listed.failure;
        this.#refusals++;
      } else if (server === "nbia-v4" || listed.failure.kind === "cancelled")
        return listed.failure;
      else {
        this.#trialFailure = listed.failure;
        this.#leaveOpen(left);
      }
    }
    if (left.length === 0 || refusing.length === 0) return null;
    if (left.length < refusedLength) return this.find(left, refusing);
    return this.#findInHalves(left, refusing);
  }

  async #findInHalves(
    uids: readonly string[],
    servers: readonly Server[],
  ): Promise<ArchiveFailure | null> {
    if (uids.length === 1) return null;
    if (this.#refusals >= maxRefusals) {
      this.#hasGivenUp = true;
      this.#leaveOpen(uids);
      return null;
    }
    const middle = Math.ceil(uids.length / 2);
    return (
      (await this.find(uids.slice(0, middle), servers)) ??
      (await this.find(uids.slice(middle), servers))
    );
  }

  /** A server that could not be asked is not asked again. */
  #answer(server: Server, uids: readonly string[]): Promise<Listing> {
    return server === "nlst" && this.#trialFailure !== null
      ? Promise.resolve(failed(this.#trialFailure))
      : this.#ask(server, uids);
  }

  /** What is not among these. */
  #learn(
    series: readonly ArchiveSeries[],
    of: readonly string[],
  ): readonly string[] {
    for (const each of series) this.#found.set(each.seriesInstanceUID, each);
    return of.filter((uid) => !this.#found.has(uid));
  }

  #leaveOpen(uids: readonly string[]): void {
    for (const uid of uids) this.#open.add(uid);
  }

  outcome(uids: readonly string[]): Result<FoundSeries, ArchiveFailure> {
    const unasked = this.#unasked();
    const mayBeOnTrial = unasked !== null && this.#trialFailure !== null;
    const isAllRefused = this.#found.size === 0 && !mayBeOnTrial;
    if (isAllRefused && this.#mainRefusal !== null)
      return failed(this.#mainRefusal);
    const series = uids.flatMap((uid) => this.#found.get(uid) ?? []);
    return success({ series, unasked });
  }

  #unasked(): UnaskedSeries | null {
    const open = [...this.#open].filter((uid) => !this.#found.has(uid));
    // Where both came together, shorter lists are what helps with either server.
    const isTrialAlone = this.#trialFailure !== null && !this.#hasGivenUp;
    const failure = isTrialAlone
      ? this.#trialFailure
      : (this.#refusal ?? this.#trialFailure);
    if (open.length === 0 || failure === null) return null;
    return {
      seriesInstanceUIDs: open,
      server: isTrialAlone ? "nlst" : "any",
      failure,
    };
  }
}

function pagesOf(uids: readonly string[]): readonly (readonly string[])[] {
  return Array.from({ length: Math.ceil(uids.length / bulkUIDs) }, (_, page) =>
    uids.slice(page * bulkUIDs, (page + 1) * bulkUIDs),
  );
}

/** A refusal of what was asked for, not of how it was asked (reference section 4.2). */
function isRefusedList(failure: ArchiveFailure): boolean {
  return (
    failure.kind === "archiveRefused" &&
    failure.status === 400 &&
    refusedParameter(failure) === null
  );
}
