// The engine of the desktop app: the workspace bound to worker threads, disk and services.
import { systemMediaProbe } from "../adapters/fileTree/systemMediaProbe.ts";
import { randomUUID } from "node:crypto";
import { setImmediate as nextTurn } from "node:timers/promises";
import { removeScratchFolder } from "../adapters/archives/scratchFolder.ts";
import {
  keepInFileSpool,
  removeFileSpool,
} from "../adapters/fileSpool/fileSpool.ts";
import { casesBelow } from "../adapters/journal/casesBelow.ts";
import { minuteOfDay } from "../adapters/minuteOfDay.ts";
import { systemClock } from "../adapters/systemClock.ts";
import { systemRandom } from "../adapters/systemRandom.ts";
import { transferSettingsOf } from "../core/account/settings.ts";
import { policyVersion } from "../core/deid/policy/radiopaediaPolicy052.ts";
import { groupWithPictures } from "../core/pictures/groupWithPictures.ts";
import type { Connectivity } from "../core/ports/connectivity.ts";
import { canDecode } from "../core/pixels/codecs/pixelCodings.ts";
import { chosenTransfers } from "../core/upload/chosenTransfers.ts";
import { createCaseSender } from "../core/upload/caseSender.ts";
import { chosenEngineSettings } from "../core/upload/engineSettings.ts";
import type { SecondLookDeps } from "../core/secondLook/caseSecondLook.ts";
import { Workspace } from "../core/workspace/workspace.ts";
import { sentSopInstanceUID } from "../shared/contractSettings.ts";
import type { Failure } from "../shared/failure.ts";
import type { CaseId } from "../shared/identifiers.ts";
import { createImageComparer } from "../workers/imageComparer.ts";
import { createImageRenderer } from "../workers/imageRenderer.ts";
import { createPreparer } from "../workers/preparer.ts";
import { createScanner } from "../workers/scanner.ts";
import { scanThenStart } from "../workers/scanThenStart.ts";
import { createSpoolReaders } from "../workers/spoolReader.ts";
import { createTextDetector } from "../workers/textDetector.ts";
import type { Services } from "./services/services.ts";
import { seriesStoresBelow } from "./archive/publicArchive.ts";
import type { Storage } from "./storage.ts";

/** The workspace with the threads it works on. */
export interface Engine {
  readonly workspace: Workspace;
  /** Ends all work; records and journals are on disk when it resolves. */
  close(): Promise<void>;
}

/** Makes the engine. Nothing runs before `workspace.start`. */
export function createEngine(deps: {
  readonly workersUrl: URL;
  readonly storage: Storage;
  readonly services: Services;
  /** Watches the way to the service that plans are bound to. */
  readonly connectivityFor: (planOrigin: string) => Connectivity;
  readonly appVersion: string;
  /** Where upload commands keep their jobs, if they are not told otherwise. */
  readonly commandsFolder: string;
  readonly secondLook: SecondLookDeps;
  readonly onChange: () => void;
  readonly onFailure: (failure: Failure) => void;
}): Engine {
  const { workersUrl, storage, services } = deps;
  const { scratchFolder } = storage;
  const contract = () => storage.settings.read().contract;
  const threads = {
    scanner: createScanner({
      workersUrl,
      scratchFolder,
      seriesStores: seriesStoresBelow(storage.places.publicArchives),
    }),
    preparer: createPreparer({
      workersUrl,
      scratchFolder,
      probe: systemMediaProbe,
    }),
    renderer: createImageRenderer({ workersUrl, scratchFolder, threads: 1 }),
    comparer: createImageComparer({ workersUrl, scratchFolder }),
    textDetector: createTextDetector({ workersUrl, scratchFolder }),
  };
  const spools = createSpoolReaders({ workersUrl });
  const sender = createCaseSender({
    journals: storage.journals,
    spoolOf: (caseId) => spools.readerOf(storage.foldersOf(caseId).spool),
    clientFor: (plan) => services.clientFor(plan),
    clock: systemClock,
    random: systemRandom,
    log: storage.log,
    engine: chosenEngineSettings(contract),
    transfers: chosenTransfers(
      () => transferSettingsOf(storage.settings.read()),
      minuteOfDay,
    ),
    connectivityFor: deps.connectivityFor,
    issuer: { appVersion: deps.appVersion, policyVersion },
    // The window's own cases are all reopened at the start, so the sender knows them by itself, and which it could not read.
    casesElsewhere: (serviceOrigin) =>
      casesBelow([deps.commandsFolder], serviceOrigin, null),
  });
  const workspace = new Workspace({
    ...threads,
    scanner: scanThenStart(threads.scanner, threads.preparer),
    appVersion: deps.appVersion,
    maskMemory: storage.maskMemory,
    nextTurn: async () => {
      await nextTurn();
    },
    preparer: {
      prepare: (request, signal) =>
        threads.preparer.prepare(
          { ...request, sopInstanceUID: sentSopInstanceUID(contract()) },
          signal,
        ),
    },
    sender,
    secondLook: deps.secondLook,
    records: storage.records,
    group: (instances, skipped) =>
      groupWithPictures(instances, skipped, async () => {
        await nextTurn();
      }),
    canRender: canDecode,
    random: systemRandom,
    newCaseId: () => randomUUID() as CaseId,
    keepCopiesBelow: (roots) => threads.scanner.keepCopiesBelow(roots),
    keepSpooled: (caseId, kept) =>
      keepInFileSpool(storage.foldersOf(caseId).spool, kept),
    removeSpool: (caseId) => removeFileSpool(storage.foldersOf(caseId).spool),
    spoolFolderOf: (caseId) => storage.foldersOf(caseId).spool,
    sentImages: storage.sentImages,
    accountFor: (chosen) => services.accountFor(chosen),
    nowMs: () => systemClock.nowMs(),
    onChange: deps.onChange,
    onFailure: deps.onFailure,
    onSignInNeeded: () => {
      // A token that was refused although it was new: the account learns of it by asking who it is.
      for (const { account } of services.all) void account.readUser();
    },
  });
  return {
    workspace,
    async close() {
      await workspace.close();
      await spools.close();
      await Promise.all(Object.values(threads).map((thread) => thread.close()));
      await removeScratchFolder(scratchFolder);
    },
  };
}
