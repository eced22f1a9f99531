// What the channels of public archives do: questions, cart, downloads, and series that go into a case.
import { readFile, stat } from "node:fs/promises";
import type { ArchiveDesk } from "../../core/archive/archiveDesk.ts";
import type { PublicSeries } from "../../core/archive/credit/publicSeries.ts";
import { maxListBytes } from "../../core/archive/lists/seriesList.ts";
import type { Workspace } from "../../core/workspace/workspace.ts";
import {
  dataUsagePolicyUrl,
  type ArchiveFailure,
} from "../../shared/archive.ts";
import { readFailure } from "../../shared/diskErrors.ts";
import type { Failure } from "../../shared/failure.ts";
import type { CaseId } from "../../shared/identifiers.ts";
import type { PublicArchiveChannel } from "../../shared/ipc.ts";
import type { ArchivePage, ListReading } from "../../shared/publicArchive.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import type { RequestHandlers } from "../ipc/ipcServer.ts";
import type { SystemActions } from "../app/systemActions.ts";
import type { PublicArchive } from "./publicArchive.ts";

export interface PublicArchiveHandlerDeps {
  readonly workspace: Workspace;
  readonly archive: PublicArchive;
  readonly system: Pick<
    SystemActions,
    "chooseSeriesList" | "saveText" | "openInBrowser"
  >;
  readonly nowMs: () => number;
}

type Answer<T> = Promise<Result<T, Failure | ArchiveFailure>>;

/** A registry that does not answer by then is asked another time: the DOI stands for the citation. */
const citationWaitMs = 8_000;

/** The other archive says whether it has a series, and its licence, in a few short answers. */
const mirrorWaitMs = 60_000;

const done = success(null);
const notOpened = failed({
  kind: "unreachable",
  code: "NO_BROWSER",
} as const);

/** Makes the handlers. */
export function publicArchiveHandlers(
  deps: PublicArchiveHandlerDeps,
): Pick<RequestHandlers, PublicArchiveChannel> {
  const { archive, workspace } = deps;
  const asked = new Map<string, AbortController>();
  async function at<T>(
    act: (desk: ArchiveDesk) => Result<T, Failure | ArchiveFailure> | Answer<T>,
  ): Answer<T> {
    const desk = await archive.desk();
    return desk.ok ? act(desk.value) : desk;
  }
  return {
    getPublicArchive: async () => {
      await archive.desk();
      return success(archive.view());
    },
    usePublicArchive: (server) => archive.use(server),
    askPublicArchive: (askId, question) =>
      at(async (desk) => {
        const controller = new AbortController();
        asked.set(askId, controller);
        try {
          return await desk.ask(question, controller.signal);
        } finally {
          asked.delete(askId);
        }
      }),
    refreshPublicArchive: () =>
      at(async (desk) => {
        await desk.forgetAnswers();
        return done;
      }),
    cancelPublicArchiveQuestion: (askId) => {
      asked.get(askId)?.abort();
      return done;
    },
    ...cartHandlers(deps, at),
    acceptPublicArchivePolicy: () => at((desk) => desk.acceptPolicy()),
    fetchFromPublicArchive: (uids, decision) =>
      at((desk) => desk.fetch(uids, decision)),
    pausePublicArchiveDownload: (uid) =>
      at((desk) => {
        desk.pause(uid);
        return done;
      }),
    resumePublicArchiveDownload: (uid) =>
      at((desk) => {
        desk.resume(uid);
        return done;
      }),
    offerPublicSeriesAgain: (uid, where) =>
      at((desk) =>
        where === "idc"
          ? desk.offerMirrored(uid, AbortSignal.timeout(mirrorWaitMs))
          : desk.offerAgain(uid),
      ),
    removePublicArchiveDownload: (uid) => at((desk) => desk.remove(uid)),
    removePublicSeriesFromDisk: (uid) => at((desk) => desk.removeStored(uid)),
    signInToPublicArchive: (login) => archive.signIn(login),
    signOutOfPublicArchive: () => archive.signOut(),
    settlePublicSeriesLicence: (uid, choice) =>
      at(async (desk) => {
        const settled = await desk.settleLicence(uid, choice);
        if (!settled.ok) return settled;
        workspace.updatePublicSeries(settled.value);
        return done;
      }),
    addPublicSeriesToCase: (caseId, uids) =>
      at((desk) => addToCase(workspace, desk, caseId, uids)),
    restorePublicCredit: async (caseId) => {
      const session = workspace.find(caseId);
      if (!session.ok) return session;
      await askForCitations(deps, session.value.record.publicSeries ?? []);
      return session.value.restoreCredit();
    },
    openPublicArchivePage: (page) =>
      at(async (desk) => {
        const address = await addressOf(desk, page);
        return address !== null && (await deps.system.openInBrowser(address))
          ? done
          : notOpened;
      }),
  };
}

/**
 * Citations that the registry did not tell when series were fetched are asked for again, and told to the cases that have them.
 * For these series; for all cases and all that was fetched where none are named.
 */
export async function askForCitations(
  {
    workspace,
    archive,
  }: Pick<PublicArchiveHandlerDeps, "workspace" | "archive">,
  series: readonly PublicSeries[] = workspace.publicSeries,
): Promise<void> {
  const desk = await archive.desk();
  if (!desk.ok) return;
  const signal = AbortSignal.timeout(citationWaitMs);
  for (const cited of await desk.value.askForCitations(series, signal))
    workspace.updatePublicSeries(cited);
}

type CartChannel = Extract<
  PublicArchiveChannel,
  `${string}Cart` | `${string}List`
>;

function cartHandlers(
  { system, nowMs }: PublicArchiveHandlerDeps,
  at: <T>(
    act: (desk: ArchiveDesk) => Result<T, Failure | ArchiveFailure> | Answer<T>,
  ) => Answer<T>,
): Pick<RequestHandlers, CartChannel> {
  const openList = (path: string) =>
    at((desk): Answer<ListReading> => readList(desk, path));
  return {
    addToPublicArchiveCart: (uids) => at((desk) => desk.addToCart(uids)),
    removeFromPublicArchiveCart: (uids) =>
      at((desk) => desk.removeFromCart(uids)),
    openPublicArchiveList: async () => {
      const [path] = await system.chooseSeriesList();
      return path === undefined ? done : openList(path);
    },
    openDroppedPublicArchiveList: openList,
    savePublicArchiveCart: (form) =>
      at((desk) =>
        system.saveText(
          form === "manifest" ? "series.tcia" : "series.csv",
          desk.cartAs(form, nowMs()),
        ),
      ),
  };
}

/** A file too large for a list is none. */
async function readList(desk: ArchiveDesk, path: string): Answer<ListReading> {
  try {
    const { size } = await stat(path);
    if (size > maxListBytes) return failed({ kind: "notAManifest" });
    const text = await readFile(path, "utf8");
    return await desk.addList(text, new AbortController().signal);
  } catch (error) {
    return failed(readFailure(error));
  }
}

/** The case learns what the licences ask before it gets the images. */
async function addToCase(
  workspace: Workspace,
  desk: ArchiveDesk,
  caseId: CaseId | null,
  seriesInstanceUIDs: readonly string[],
): Answer<CaseId> {
  const ready = await desk.readySeries(
    seriesInstanceUIDs,
    AbortSignal.timeout(citationWaitMs),
  );
  if (!ready.ok) return ready;
  const target = caseId ?? workspace.createCase();
  const session = workspace.find(target);
  if (!session.ok) return session;
  const credited = session.value.addPublicSeries(
    ready.value.map(({ series }) => series),
  );
  if (!credited.ok) return credited;
  return workspace.addRoots(
    target,
    ready.value.map(({ folder }) => folder),
  );
}

/** Only addresses that the archive gave, and the policy's. */
async function addressOf(
  desk: ArchiveDesk,
  page: ArchivePage,
): Promise<string | null> {
  switch (page.kind) {
    case "policy":
      return dataUsagePolicyUrl;
    case "collection":
      return desk.collectionPage(page.collection, new AbortController().signal);
    case "dataset": {
      const series = desk.find(page.seriesInstanceUID);
      if (series === null) return null;
      return series.doi === null
        ? series.descriptionUri
        : `https://doi.org/${series.doi}`;
    }
    case "licence":
      return desk.find(page.seriesInstanceUID)?.licence.uri ?? null;
  }
}
