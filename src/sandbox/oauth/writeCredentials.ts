// A ready sign-in as a file, in the form the command line tool takes with --credentials.
import { chmod, rename, writeFile } from "node:fs/promises";
import { sandboxClient } from "../../shared/sandboxClient.ts";
import type { Service } from "../service.ts";
import { issueGrant } from "./grants.ts";

/** Signs the demo user in and writes the tokens, readable by this user only. Rejects with the disk's own error. */
export async function writeCredentials(
  service: Service,
  path: string,
): Promise<void> {
  const pair = issueGrant(service, sandboxClient.clientId);
  await service.save();
  const credentials = {
    ...sandboxClient,
    accessToken: pair.access_token,
    refreshToken: pair.refresh_token,
  };
  const temporary = `${path}.tmp`;
  await writeFile(temporary, `${JSON.stringify(credentials, null, 2)}\n`, {
    mode: 0o600,
  });
  // An older temporary file may have had other permissions.
  await chmod(temporary, 0o600);
  await rename(temporary, path);
}
