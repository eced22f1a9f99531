// Where `casedrop second-look` takes the reader's key from: never from the arguments, which other users of the computer can see.
import { readFile } from "node:fs/promises";
import { failed, success, type Result } from "../shared/result.ts";
import { readerKeyLength } from "../shared/secondLook.ts";
import type { CliEnvironment } from "./environment.ts";
import type { InputLines } from "./inputLines.ts";

export const readerKeyHelp =
  "file that holds the key; else it is taken from CASEDROP_XRAYDAR_KEY";

/** The key. Fails with a sentence that does not hold it. */
export async function readReaderKey(
  given: { readonly keyFile?: string; readonly keyStdin: boolean },
  { variables }: CliEnvironment,
  input: InputLines,
): Promise<Result<string, string>> {
  let text: string | null;
  if (given.keyStdin) text = await input.next();
  else if (given.keyFile !== undefined)
    try {
      text = await readFile(given.keyFile, "utf8");
    } catch {
      return failed("The key file cannot be read.");
    }
  else text = variables["CASEDROP_XRAYDAR_KEY"] ?? null;
  const key = text?.trim() ?? "";
  if (key === "")
    return failed(
      "There is no key. Put it into CASEDROP_XRAYDAR_KEY, or give --key-file or --key-stdin.",
    );
  return key.length === readerKeyLength
    ? success(key)
    : failed(
        `A key has ${String(readerKeyLength)} characters; this one has not.`,
      );
}
