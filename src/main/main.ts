// Composition root of the desktop app: builds the parts, binds them to one another, opens the window. No logic of its own.
import { app, nativeTheme, powerMonitor, type BrowserWindow } from "electron";
import { join } from "node:path";
import { createBrowserOpener } from "../adapters/electron/openBrowser.ts";
import { createLoopbackListeners } from "../adapters/loopbackListener.ts";
import { createPolicyFile } from "../adapters/archiveStore/policyFile.ts";
import { commandsFolderIn } from "../adapters/journal/casesBelow.ts";
import { systemClock } from "../adapters/systemClock.ts";
import { systemRandom } from "../adapters/systemRandom.ts";
import { userAgentOf } from "../shared/contactAddress.ts";
import { writeSampleStudy } from "../workers/sampleStudy.ts";
import { createActivityReporter } from "./app/activity.ts";
import { registerAppScheme, serveAppPages } from "./app/appProtocol.ts";
import { appView } from "./app/appView.ts";
import { FailureList } from "./app/failureList.ts";
import { isStartedHidden, quitWhenDone, showWindow } from "./app/background.ts";
import { guardLeaving } from "./app/lifecycle.ts";
import { openMainWindow } from "./app/mainWindow.ts";
import { setApplicationMenu } from "./app/menu.ts";
import { endUnstarted } from "./app/startFailure.ts";
import { createTray } from "./app/tray.ts";
import { createSystemActions } from "./app/systemActions.ts";
import {
  isOwnPage,
  lockDownSessions,
  lockDownWebContents,
} from "./app/windowSecurity.ts";
import { keepNothingOnDisk } from "./app/windowSession.ts";
import { createEngine } from "./engine.ts";
import { serveRequests } from "./ipc/ipcServer.ts";
import { createRequestHandlers } from "./ipc/requestHandlers.ts";
import {
  atBoundedRate,
  createPublisher,
  push,
} from "./ipc/snapshotPublisher.ts";
import { createDiagnosticsRun } from "./network/diagnosticsRun.ts";
import { createPublicArchive } from "./archive/publicArchive.ts";
import {
  askForCitations,
  publicArchiveHandlers,
} from "./archive/publicArchiveHandlers.ts";
import { createSecondLook } from "./secondLook/secondLook.ts";
import { secondLookHandlers } from "./secondLook/secondLookHandlers.ts";
import { openNetwork, type Network } from "./network/network.ts";
import { signedInCallUrl } from "./network/networkHandlers.ts";
import { privacyHandlers } from "./privacy/privacyHandlers.ts";
import { startSandboxService } from "./services/sandboxService.ts";
import { createServices } from "./services/services.ts";
import { openStorage, type Storage } from "./storage.ts";

const workersUrl = new URL("../workers/", import.meta.url);
const rendererUrl = new URL("../renderer/", import.meta.url);
const preloadUrl = new URL("../preload/bridge.cjs", import.meta.url);

/** What changes are told to; both are bound to the window later. */
interface Bus {
  changed: () => void;
  archiveChanged: () => void;
}

/** Everything behind the window. */
function createBackground(storage: Storage, network: Network, bus: Bus) {
  const { log, settings, secrets } = storage;
  const changed = () => {
    bus.changed();
  };
  const failures = new FailureList(changed);
  failures.add(...storage.failures);
  const { http } = network;
  // Archives and X-Raydar wish to know whom to ask; nobody else learns the address.
  const publicUserAgent = () =>
    userAgentOf(app.getVersion(), settings.read().contactAddress);
  const sandbox = startSandboxService({
    workersUrl,
    dataFolder: storage.places.sandbox,
    log,
    onChange: changed,
  });
  const openBrowser = createBrowserOpener(() => services.inUse().origin());
  const services = createServices({
    http,
    clock: systemClock,
    random: systemRandom,
    log,
    listeners: createLoopbackListeners(),
    settings,
    secrets,
    userAgent: userAgentOf(app.getVersion(), null),
    openBrowser,
    sandboxOrigin: () => sandbox.origin(),
    onChange: changed,
  });
  const secondLook = createSecondLook({
    workersUrl,
    scratchFolder: storage.scratchFolder,
    http,
    settings,
    secrets,
    log,
    userAgent: publicUserAgent,
    serviceKind: () => services.inUse().kind,
    sandboxOrigin: () => sandbox.origin(),
    onChange: changed,
  });
  const publicArchive = createPublicArchive({
    http,
    settings,
    userAgent: publicUserAgent,
    secrets,
    folder: storage.places.publicArchives,
    policy: createPolicyFile(storage.places.dataUsagePolicy),
    sampleOrigin: () => sandbox.archiveOrigin(),
    isPractising: () => services.inUse().kind === "sandbox",
    onChange: () => {
      bus.archiveChanged();
    },
  });
  const engine = createEngine({
    workersUrl,
    storage,
    services,
    connectivityFor: (planOrigin) =>
      network.connectivityFor(planOrigin, () =>
        signedInCallUrl(services.originOf(planOrigin), settings),
      ),
    appVersion: app.getVersion(),
    commandsFolder: commandsFolderIn(app.getPath("home")),
    secondLook: secondLook.deps,
    onChange: changed,
    onFailure: (failure) => {
      failures.add(failure);
    },
  });
  return {
    sandbox,
    services,
    engine,
    secondLook,
    publicArchive,
    openBrowser,
    failures,
    async start(): Promise<void> {
      services.onSignedIn(() => {
        engine.workspace.uploads.sendAfterSignIn();
      });
      // Its port must be known before cases that were on their way to it go on.
      await sandbox.started;
      // The cases do not wait for a network that is not there.
      const restored = services.restore();
      await secondLook.restore();
      failures.add(...(await engine.workspace.start()));
      changed();
      await publicArchive.start();
      // The registry takes its time, or does not answer at all.
      void askForCitations({
        workspace: engine.workspace,
        archive: publicArchive,
      });
      await restored;
    },
    async close(): Promise<void> {
      await Promise.all([engine.close(), publicArchive.close()]);
      await Promise.all([services.close(), secondLook.close()]);
      await Promise.all([network.close(), sandbox.close()]);
      await log.flush();
    },
  };
}

async function start(): Promise<void> {
  const dataFolder = app.getPath("userData");
  const storage = await openStorage(dataFolder);
  const { settings, secrets, log } = storage;
  nativeTheme.themeSource = settings.read().appearance;
  const bus: Bus = {
    changed: () => undefined,
    archiveChanged: () => undefined,
  };
  const userAgent = userAgentOf(app.getVersion(), null);
  const onChange = () => {
    bus.changed();
  };
  const network = await openNetwork({
    settings,
    secrets,
    authoritiesPath: join(dataFolder, "authorities.pem"),
    userAgent,
    onChange,
  });
  powerMonitor.on("resume", () => {
    network.nudge();
  });
  const diagnostics = createDiagnosticsRun({
    network,
    appVersion: app.getVersion(),
    userAgent,
    onChange,
  });
  const background = createBackground(storage, network, bus);
  const { services, sandbox, openBrowser, failures } = background;
  const { secondLook, publicArchive } = background;
  const { workspace } = background.engine;

  let window: BrowserWindow | null = null;
  const contents = () => window?.webContents ?? null;
  const appSnapshot = () =>
    appView({
      appVersion: app.getVersion(),
      service: services.inUse(),
      signIns: services.views(),
      sandboxFailure: sandbox.failure(),
      settings: settings.read(),
      secretStorage: secrets.storage(),
      network: {
        ...network.view(),
        connectivity: network.connectivityOf(services.inUse().planOrigin),
        diagnostics: diagnostics.view(),
      },
      secondLook: secondLook.view(),
      cases: workspace.summaries(),
      startFailures: failures.all,
    });
  const publish = createPublisher({
    target: contents,
    appSnapshot,
    caseSnapshot: () => workspace.openSnapshot(),
  });
  const endIfDone = quitWhenDone(() => window);
  let hasStarted = false;
  const reportActivity = createActivityReporter({
    clock: systemClock,
    window: () => window,
    isProxyAsking: () => network.passwords.question !== null,
    open: (caseId) => {
      showWindow(window);
      if (caseId !== null) push(contents(), "showCase", caseId);
    },
    onActivity: createTray({
      open: () => {
        showWindow(window);
      },
      pauseAll: () => {
        workspace.uploads.pauseAll();
      },
      resumeAll: () => {
        workspace.uploads.resumeAll();
      },
      quit: () => {
        app.quit();
      },
    }),
  });
  bus.changed = () => {
    publish();
    const { isToBeContinued } = reportActivity(workspace.summaries());
    if (hasStarted) endIfDone(workspace.isSending || isToBeContinued);
  };
  bus.archiveChanged = atBoundedRate(() => {
    push(contents(), "publicArchive", publicArchive.view());
  });
  const system = createSystemActions({
    window: () => window,
    settings,
    serviceInUse: () => services.inUse(),
    openBrowser,
  });
  serveRequests({
    handlers: {
      ...secondLookHandlers({ workspace, secondLook, system }),
      ...publicArchiveHandlers({
        workspace,
        archive: publicArchive,
        system,
        nowMs: () => systemClock.nowMs(),
      }),
      ...privacyHandlers({
        workspace,
        storage,
        sandbox,
        services,
        network,
        secondLook,
        publicArchive,
        changed: bus.changed,
      }),
      ...createRequestHandlers({
        workspace,
        services,
        settings,
        secrets,
        system,
        network: {
          network,
          diagnostics,
          serviceOrigin: () => services.inUse().origin(),
          window: () => window,
        },
        appSnapshot,
        sampleStudyFolder: () =>
          writeSampleStudy(workersUrl, storage.places.sampleStudy),
        changed: bus.changed,
      }),
    },
    isTrusted: isOwnPage,
    onBug: (channel, errorName) => {
      log.write("error", "channel.bug", { channel, errorName });
    },
  });
  lockDownSessions();
  serveAppPages(rendererUrl);
  setApplicationMenu({
    onCommand: (command) => {
      push(contents(), "menuCommand", command);
    },
    isDevelopment: !app.isPackaged,
  });
  window = openMainWindow({
    preload: preloadUrl,
    place: settings.read().window,
    isHidden: isStartedHidden(),
    onMoved: (place) => {
      settings.update((before) => ({ ...before, window: place }));
    },
  });
  window.on("closed", () => {
    window = null;
  });
  guardLeaving({
    window,
    isSending: () => workspace.isSending,
    keepsSending: () => settings.read().background.keepsSending,
    close: () => background.close(),
  });
  await background.start();
  hasStarted = true;
  bus.changed();
}

app.setName("Casedrop");
registerAppScheme();
keepNothingOnDisk();
lockDownWebContents();
if (app.requestSingleInstanceLock())
  app.whenReady().then(start).catch(endUnstarted);
else app.quit();
