// Remembers where the image storage is, which only an upload tells: the diagnostics look at it too.
import type { SettingsStore } from "../../core/account/settings.ts";
import type { HttpClient } from "../../core/ports/httpClient.ts";

/** Notes the origin of the storage in the settings, so that diagnostics can look at it. */
export function rememberStorage(
  http: HttpClient,
  settings: Pick<SettingsStore, "read" | "update">,
): HttpClient {
  return {
    gathersBodies: (url) => http.gathersBodies(url),
    async send(request, signal) {
      const answer = await http.send(request, signal);
      // Presigned: the one kind of PUT that carries no token, since tokens go to the site only.
      const isToStorage =
        request.method === "PUT" &&
        request.headers["authorization"] === undefined;
      if (answer.ok && isToStorage) {
        const { origin, protocol } = new URL(request.url);
        const isNew = settings.read().network.storageOrigin !== origin;
        if (protocol === "https:" && isNew)
          settings.update((before) => ({
            ...before,
            network: { ...before.network, storageOrigin: origin },
          }));
      }
      return answer;
    },
  };
}
