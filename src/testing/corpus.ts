// Access to the public DICOM corpus beside the project, where there is one; tests read it in place and say when it is absent.
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { describe } from "vitest";

const root = resolve(import.meta.dirname, "../../../shared/corpus");

/** True if the corpus lies beside the project. */
export const hasCorpus = existsSync(root);

/** Absolute path of a file or folder of the corpus. */
export function corpusPath(...parts: readonly string[]): string {
  return resolve(root, ...parts);
}

/** A describe block that runs only with the corpus, and is listed as skipped with the reason otherwise. */
export function describeWithCorpus(name: string, body: () => void): void {
  if (hasCorpus) describe(name, body);
  else describe.skip(`${name} (no corpus beside the project)`, body);
}
