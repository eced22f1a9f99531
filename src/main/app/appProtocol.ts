// The app's own scheme: serves the built window from disk with a strict content security policy, and nothing else.
import { net, protocol } from "electron";
import { normalize, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { appScheme } from "./appUrl.ts";
import { windowSession } from "./windowSession.ts";

/** No inline code, no remote anything; images come as pixels over IPC. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** Must run before the app is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: appScheme, privileges: { standard: true, secure: true } },
  ]);
}

/** Serves files below `rendererFolder` under the app's origin; anything outside it is 404. */
export function serveAppPages(rendererFolder: URL): void {
  const root = normalize(fileURLToPath(rendererFolder));
  windowSession().protocol.handle(appScheme, async (request) => {
    const { pathname } = new URL(request.url);
    const path = normalize(root + sep + decodeURIComponent(pathname));
    const isInside = path.startsWith(root.endsWith(sep) ? root : root + sep);
    if (!isInside) return new Response("Not found", { status: 404 });
    const answer = await net.fetch(pathToFileURL(path).href, {
      // Without this the handler would be asked again for its own answer.
      bypassCustomProtocolHandlers: true,
    });
    const headers = new Headers(answer.headers);
    headers.set("Content-Security-Policy", contentSecurityPolicy);
    headers.set("X-Content-Type-Options", "nosniff");
    return new Response(answer.body, { status: answer.status, headers });
  });
}
