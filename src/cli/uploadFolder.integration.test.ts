// What an upload by command knows of the jobs beside it in the same state folder.
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openUploadFolder } from "./uploadFolder.ts";

let state = "";
beforeEach(async () => {
  state = await mkdtemp(join(tmpdir(), "casedrop-jobs-"));
});
afterEach(() => rm(state, { recursive: true }));

async function hasUnreadBeside(
  name: string,
  content: string | null,
): Promise<boolean> {
  const beside = join(state, "0".repeat(32));
  await mkdir(beside);
  if (content !== null) await writeFile(join(beside, name), content);
  const folder = await openUploadFolder(state, {
    paths: ["images"],
    caseFile: "case.yaml",
    origin: "https://radiopaedia.org",
    appendedTo: null,
    studyId: null,
  });
  if (!folder.ok) throw new Error(folder.failure.kind);
  await folder.value.unlock();
  return (await folder.value.otherCases([])).hasUnread;
}

it.each([
  ["damaged", "journal.jsonl", '{"casedropJournal":7}\n{"kind":\n', true],
  ["of a later version", "journal.jsonl", '{"casedropJournal":99}\n', true],
  ["kept aside", "journal.jsonl.damaged-1", "x", true],
  ["begun only", "journal.jsonl", '{"casedropJournal":7}\n', false],
  ["absent", "journal.jsonl", null, false],
] as const)("a journal beside it that is %s", async (...journal) => {
  const [, name, content, isUnread] = journal;
  expect(await hasUnreadBeside(name, content)).toBe(isUnread);
});
