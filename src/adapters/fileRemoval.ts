// The removal port on Node's fs: deletes files and folders, and counts what is left of those that refuse.
import { readdir, rm } from "node:fs/promises";
import type { Removal, RestingPart } from "../core/ports/removal.ts";
import { errnoOf } from "../shared/diskErrors.ts";
import { summedRemains } from "../shared/resting.ts";
import { failed, success } from "../shared/result.ts";

/** Deletes a file, or a folder with all it holds; throws what the system says. */
export type RemovePath = (path: string) => Promise<void>;

/** From the disk. Files that something else has open are tried again, as Windows asks for. */
export const removeFromDisk: RemovePath = (path) =>
  rm(path, { recursive: true, force: true, maxRetries: 5 });

/** Deletes by `removePath`. */
export function createFileRemoval(removePath: RemovePath): Removal {
  return {
    async remove(parts) {
      const refusals: { readonly part: RestingPart; readonly code: string }[] =
        [];
      for (const part of parts)
        try {
          await removePath(part.path);
        } catch (error) {
          refusals.push({ part, code: errnoOf(error) });
        }
      const [first] = refusals;
      if (first === undefined) return success(null);
      const remains = await Promise.all(
        refusals.map(async ({ part: { what, path } }) => ({
          what,
          count: await filesLeft(path),
        })),
      );
      return failed({
        kind: "notForgotten",
        code: first.code,
        remains: summedRemains(remains),
      });
    },
    async list(folder) {
      try {
        return await readdir(folder);
      } catch (error) {
        return errnoOf(error) === "ENOENT" ? [] : null;
      }
    },
  };
}

/** At least one, since something refused to go: a folder that is empty or cannot be read counts as much. */
async function filesLeft(path: string): Promise<number> {
  const entries = await readdir(path, {
    recursive: true,
    withFileTypes: true,
  }).catch(() => []);
  return Math.max(1, entries.filter((entry) => entry.isFile()).length);
}
