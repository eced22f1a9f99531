// What the sandbox's admin can do to the sample archive: set what goes wrong, and see what it was asked (docs/sandbox.md).
import { z } from "zod";
import { readJsonObject } from "../api/apiRoute.ts";
import { emptyAnswer, jsonAnswer } from "../server/answer.ts";
import type { Route } from "../server/route.ts";
import { archiveFaultsSchema } from "./archiveFaults.ts";
import type { ArchiveRequestRecord, RunningArchive } from "./archiveServer.ts";

/** Forms can hold names and passwords of users, so bodies are not shown. */
function shown(
  record: ArchiveRequestRecord,
): Omit<ArchiveRequestRecord, "body"> {
  const { method, path, query, status, hadAuthorization } = record;
  const { userAgent, range, faults, wasCutOff } = record;
  return {
    method,
    path,
    query,
    status,
    hadAuthorization,
    userAgent,
    range,
    faults,
    wasCutOff,
  };
}

/** The routes; `asAdmin` puts them behind the token. */
export function archiveAdminRoutes(
  archive: RunningArchive,
  asAdmin: (route: Route) => Route,
): readonly Route[] {
  const routes: readonly Route[] = [
    {
      name: "adminArchive",
      method: "GET",
      path: "/sandbox/archive",
      handle: () =>
        Promise.resolve(
          jsonAnswer(200, {
            origin: archive.origin,
            requests: archive.requests.map(shown),
          }),
        ),
    },
    {
      name: "adminArchiveRequests",
      method: "DELETE",
      path: "/sandbox/archive/requests",
      handle: () => {
        archive.requests.length = 0;
        return Promise.resolve(emptyAnswer(204));
      },
    },
    {
      name: "adminArchiveFaults",
      method: "POST",
      path: "/sandbox/archive/faults",
      async handle(exchange) {
        const body = await readJsonObject(exchange);
        if (!body.ok) return body.failure;
        const script = archiveFaultsSchema.safeParse(body.value);
        if (!script.success)
          return jsonAnswer(400, { error: z.prettifyError(script.error) });
        archive.setFaults(script.data);
        return emptyAnswer(204);
      },
    },
    {
      name: "adminArchiveNoFaults",
      method: "DELETE",
      path: "/sandbox/archive/faults",
      handle: () => {
        archive.setFaults({ rules: [] });
        return Promise.resolve(emptyAnswer(204));
      },
    },
  ];
  return routes.map(asAdmin);
}
