// electron-builder hook: a packed app must not carry Electron's default app, which would run any folder it is given.
import { rm } from "node:fs/promises";
import { join } from "node:path";

/** electron-builder takes the default export. */
export default async function removeDefaultApp({ appOutDir, packager }) {
  const resources = packager.getResourcesDir(appOutDir);
  await rm(join(resources, "default_app.asar"), { force: true });
}
