// Where it is kept that the archives' data usage policy was accepted: once for each user, for the window and for commands.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";
import type { PolicyRecord } from "../../core/archive/download/downloadQueue.ts";
import { jsonOrNull } from "../../core/radiopaedia/answerDetail.ts";
import { writeFailure } from "../../shared/diskErrors.ts";
import { failed, success } from "../../shared/result.ts";

/** Below the user's folder of this program. */
export const policyFileName = "data-usage-policy.json";

const policySchema = z.object({ acceptedAt: z.string() });

/**
 * The folder that the window keeps its data in, as Electron names it (app.getPath, userData); null where the environment does
 * not say whose it would be.
 */
export function profileFolder(
  platform: NodeJS.Platform,
  variables: Readonly<Record<string, string | undefined>>,
): string | null {
  const named = (name: string) => variables[name] ?? "";
  const inHome = (...parts: readonly string[]) =>
    named("HOME") === "" ? "" : join(named("HOME"), ...parts);
  const base =
    platform === "win32"
      ? named("APPDATA")
      : platform === "darwin"
        ? inHome("Library", "Application Support")
        : named("XDG_CONFIG_HOME") || inHome(".config");
  return base === "" ? null : join(base, "Casedrop");
}

/** The record in this file. One that cannot be read says that nothing was accepted: the user is asked again. */
export function createPolicyFile(path: string): PolicyRecord {
  return {
    acceptedAt: () => {
      try {
        const parsed = policySchema.safeParse(
          jsonOrNull(readFileSync(path, "utf8")),
        );
        return parsed.success ? parsed.data.acceptedAt : null;
      } catch {
        return null;
      }
    },
    accept: (acceptedAt) => {
      try {
        mkdirSync(dirname(path), { recursive: true });
        const written = `${path}.new`;
        writeFileSync(written, `${JSON.stringify({ acceptedAt })}\n`, {
          mode: 0o600,
        });
        renameSync(written, path);
        return success(null);
      } catch (error) {
        return failed(writeFailure(error));
      }
    },
  };
}
