// Composition root of the desktop app: builds the parts, binds them to one another, opens the window. No logic of its own.
import { app, nativeTheme, type BrowserWindow } from "electron";
import { join } from "node:path";
import { createBrowserOpener } from "../adapters/electron/openBrowser.ts";
import { createUndiciHttp } from "../adapters/http/undiciHttp.ts";
import { createLoopbackListeners } from "../adapters/loopbackListener.ts";
import { systemClock } from "../adapters/systemClock.ts";
import { systemRandom } from "../adapters/systemRandom.ts";
import type { Failure } from "../shared/failure.ts";
import { writeSampleStudy } from "../workers/sampleStudy.ts";
import { createActivityReporter } from "./app/activity.ts";
import { registerAppScheme, serveAppPages } from "./app/appProtocol.ts";
import { appView } from "./app/appView.ts";
import { guardLeaving } from "./app/lifecycle.ts";
import { openMainWindow } from "./app/mainWindow.ts";
import { setApplicationMenu } from "./app/menu.ts";
import { createSystemActions } from "./app/systemActions.ts";
import {
  isOwnPage,
  lockDownSession,
  lockDownWebContents,
} from "./app/windowSecurity.ts";
import { createEngine } from "./engine.ts";
import { serveRequests } from "./ipc/ipcServer.ts";
import { createRequestHandlers } from "./ipc/requestHandlers.ts";
import { createPublisher, push } from "./ipc/snapshotPublisher.ts";
import { startSandboxService } from "./services/sandboxService.ts";
import { createServices } from "./services/services.ts";
import { openStorage, type Storage } from "./storage.ts";

const workersUrl = new URL("../workers/", import.meta.url);
const rendererUrl = new URL("../renderer/", import.meta.url);
const preloadUrl = new URL("../preload/bridge.cjs", import.meta.url);

/** Everything behind the window. `bus.changed` is bound to the window later. */
function createBackground(
  dataFolder: string,
  storage: Storage,
  bus: { changed: () => void },
) {
  const { log, settings, secrets } = storage;
  const changed = () => {
    bus.changed();
  };
  const startFailures: Failure[] = [...storage.failures];
  const http = createUndiciHttp();
  const sandbox = startSandboxService({
    workersUrl,
    dataFolder: join(dataFolder, "sandbox"),
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
    userAgent: `Casedrop/${app.getVersion()}`,
    openBrowser,
    sandboxOrigin: () => sandbox.origin(),
    onChange: changed,
  });
  const engine = createEngine({
    workersUrl,
    storage,
    services,
    appVersion: app.getVersion(),
    onChange: changed,
    onFailure: (failure) => {
      startFailures.push(failure);
      changed();
    },
  });
  return {
    sandbox,
    services,
    engine,
    openBrowser,
    startFailures,
    async start(): Promise<void> {
      // Cases of earlier runs go on as soon as their service answers.
      await sandbox.started;
      await services.restore();
      startFailures.push(...(await engine.workspace.start()));
      services.onSignedIn(() => {
        engine.workspace.sendAfterSignIn();
      });
      changed();
    },
    async close(): Promise<void> {
      await engine.close();
      await services.close();
      await Promise.all([http.close(), sandbox.close()]);
      await log.flush();
    },
  };
}

async function start(): Promise<void> {
  const dataFolder = app.getPath("userData");
  const storage = await openStorage(dataFolder);
  const { settings, secrets, log } = storage;
  nativeTheme.themeSource = settings.read().appearance;
  const bus = { changed: () => undefined as unknown };
  const background = createBackground(dataFolder, storage, bus);
  const { services, sandbox, openBrowser, startFailures } = background;
  const { workspace } = background.engine;

  let window: BrowserWindow | null = null;
  const appSnapshot = () =>
    appView({
      appVersion: app.getVersion(),
      service: services.inUse(),
      sandboxFailure: sandbox.failure(),
      settings: settings.read(),
      secretStorage: secrets.storage(),
      cases: workspace.summaries(),
      startFailures,
    });
  const publish = createPublisher({
    target: () => window?.webContents ?? null,
    appSnapshot,
    caseSnapshot: () => workspace.openSnapshot(),
  });
  const reportActivity = createActivityReporter(() => window);
  bus.changed = () => {
    publish();
    reportActivity(workspace.summaries());
  };
  serveRequests({
    handlers: createRequestHandlers({
      workspace,
      services,
      settings,
      secrets,
      system: createSystemActions({
        window: () => window,
        settings,
        serviceInUse: () => services.inUse(),
        openBrowser,
      }),
      appSnapshot,
      sampleStudyFolder: () =>
        writeSampleStudy(workersUrl, join(dataFolder, "sample-study")),
      changed: bus.changed,
    }),
    isTrusted: isOwnPage,
    onBug: (channel, errorName) => {
      log.write("error", "channel.bug", { channel, errorName });
    },
  });
  lockDownSession();
  serveAppPages(rendererUrl);
  setApplicationMenu({
    onCommand: (command) => {
      push(window?.webContents ?? null, "menuCommand", command);
    },
    isDevelopment: !app.isPackaged,
  });
  window = openMainWindow({
    preload: preloadUrl,
    place: settings.read().window,
    onMoved: (place) => {
      settings.update((before) => ({ ...before, window: place }));
    },
  });
  guardLeaving({
    window,
    isSending: () => workspace.isSending,
    close: () => background.close(),
  });
  await background.start();
}

app.setName("Casedrop");
registerAppScheme();
lockDownWebContents();
if (app.requestSingleInstanceLock()) void app.whenReady().then(start);
else app.quit();
