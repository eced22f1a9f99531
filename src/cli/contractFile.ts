// The settings file of `casedrop upload --settings`: YAML or JSON with the doubtful choices of the contract (section 13).
import { readFile } from "node:fs/promises";
import { parse } from "yaml";
import type { z } from "zod";
import {
  contractSettingsSchema,
  defaultContractSettings,
} from "../shared/contractSettings.ts";
import { transferSettingsSchema } from "../shared/transferSettings.ts";
import { failed, success, type Result } from "../shared/result.ts";

const contractFileSchema = contractSettingsSchema.extend({
  /** Files at the same time, at most. */
  concurrency: transferSettingsSchema.shape.mostAtOnce.default(12),
});

/** The choices of a file; whatever it does not name is as current clients do it. */
export type ContractFile = z.infer<typeof contractFileSchema>;

/** The choices of the file at this path; the defaults without one. The failure is in sentences, and names no value. */
export async function readContractFile(
  path: string | undefined,
): Promise<Result<ContractFile, string>> {
  if (path === undefined) return success(contractFileSchema.parse({}));
  try {
    return parseContractFile(await readFile(path, "utf8"));
  } catch {
    return failed("The settings file cannot be read.");
  }
}

/** Reads the text of a settings file. Names that are not known are refused: a misspelt choice would silently be none. */
export function parseContractFile(text: string): Result<ContractFile, string> {
  let value: unknown;
  try {
    // YAML 1.2 includes JSON.
    value = parse(text);
  } catch {
    return failed("The settings file is neither YAML nor JSON.");
  }
  const parsed = contractFileSchema.safeParse(value ?? {});
  return parsed.success ? success(parsed.data) : failed(problems(parsed.error));
}

function problems(error: z.ZodError): string {
  const lines = error.issues.map(({ path, message }) => {
    const name = path.map(String).join(".");
    return `  ${name === "" ? "the whole file" : name}: ${message}`;
  });
  return `The settings file is not valid:\n${lines.join("\n")}`;
}

const names = Object.entries({ ...defaultContractSettings, concurrency: 12 })
  .map(([name, value]) => `  ${name}: ${JSON.stringify(value)}`)
  .join("\n");

/** What the file may hold, for `--help`. */
export const contractFileHelp = `
A settings file is YAML or JSON with choices for a site that answers differently than it did; the
site's address is --origin. Known names and what holds without them:

${names}
`;
