// A workspace over stand-ins for disk, threads and network, and the steps that bring a case to the point of being sent.
import type { CaseEdit } from "../shared/caseEdit.ts";
import type { Failure } from "../shared/failure.ts";
import type { CaseId, Sha256Hex, StackId } from "../shared/identifiers.ts";
import { failed, success } from "../shared/result.ts";
import { FakePreparer, FakeRecords, FakeScanner } from "./fakeCaseFiles.ts";
import { FakeSender } from "./fakeCaseSender.ts";
import { FakeTextDetector } from "./fakeTextDetector.ts";
import { groupsOf, stackOf, studyOf } from "./groupedImages.ts";
import type { ScannedInstance, SkippedFile } from "../core/model/stack.ts";
import { SentImages } from "../core/sentBefore/sentImages.ts";
import { Workspace, type WorkspaceDeps } from "../core/workspace/workspace.ts";

/** One stack of all files, in the order found. */
function group(
  instances: readonly ScannedInstance[],
  skipped: readonly SkippedFile[],
) {
  if (instances.length === 0) return groupsOf([], skipped);
  const stack = stackOf("a", 0, {
    id: stackId,
    images: instances.map((instance) => ({ instance, frame: null })),
  });
  return groupsOf([studyOf("1", [stack])], skipped);
}

const stackId = "a".repeat(16) as StackId;

/** As after the first start: nobody can be asked. */
const switchedOffSecondLook: WorkspaceDeps["secondLook"] = {
  desk: {
    isOn: false,
    reader: "sandbox",
    ask: () => Promise.resolve(failed({ kind: "off" })),
  },
  films: { make: () => Promise.resolve(failed({ kind: "cancelled" })) },
  clock: { nowMs: () => 1000, sleep: () => Promise.resolve() },
  random: { fraction: () => 0.5, bytes: (length) => new Uint8Array(length) },
};

/** A workspace over fakes; `deps` makes another one over the same disk, as after a restart. `log` tells in which order things happened. */
export function workspaceOverFakes() {
  const log: string[] = [];
  const fakes = {
    log,
    records: new FakeRecords(log),
    scanner: new FakeScanner(),
    preparer: new FakePreparer(),
    sender: new FakeSender(log),
    textDetector: new FakeTextDetector(),
    failures: [] as Failure[],
    /** What was kept of each case whenever the rest of its copies was removed. */
    keptSpooled: [] as {
      readonly caseId: CaseId;
      readonly kept: readonly Sha256Hex[];
    }[],
  };
  let nextId = 0;
  const deps: WorkspaceDeps = {
    ...fakes,
    group: (instances, skipped) => Promise.resolve(group(instances, skipped)),
    renderer: {
      render: () => Promise.resolve(failed({ kind: "cancelled" })),
    },
    comparer: {
      compare: ({ copy, spoolFolder }) => {
        log.push(`compared with ${copy.sha256Hex} in ${spoolFolder}`);
        return Promise.resolve(success({ frame: null, rows: [] }));
      },
    },
    canRender: () => true,
    secondLook: switchedOffSecondLook,
    appVersion: "1.2.3",
    nextTurn: () => Promise.resolve(),
    maskMemory: {
      shapesFor: () => [],
      remember: () => Promise.resolve(success(null)),
    },
    keepSpooled: (caseId, kept) => {
      fakes.keptSpooled.push({ caseId, kept: [...kept] });
      return Promise.resolve(success(null));
    },
    removeSpool: (caseId) => {
      log.push(`spool of ${caseId} removed`);
      return Promise.resolve(success(null));
    },
    keepCopiesBelow: (roots) => {
      log.push(`copies kept of ${roots.join(" ")}`);
      return Promise.resolve();
    },
    spoolFolderOf: (caseId) => `/data/${caseId}/spool`,
    sentImages: SentImages.empty({
      record: {
        read: () => Promise.resolve(success(null)),
        write: () => Promise.resolve(success(null)),
        remove: () => Promise.resolve(success(null)),
      },
      random: {
        fraction: () => 0.5,
        bytes: (length) => new Uint8Array(length).fill(7),
      },
      nextTurn: () => Promise.resolve(),
    }),
    accountFor: (chosen) => ({
      serviceOrigin: "https://example.org",
      login: chosen?.login ?? "tester",
    }),
    nowMs: () => 1000 + nextId,
    random: {
      fraction: () => 0.5,
      bytes: (length) => new Uint8Array(length).fill(7),
    },
    newCaseId: () => {
      nextId += 1;
      return `00000000-0000-4000-8000-00000000000${nextId}` as CaseId;
    },
    onChange: () => undefined,
    onFailure: (failure) => fakes.failures.push(failure),
    onSignInNeeded: () => log.push("sign in needed"),
  };
  fakes.scanner.files.set("/drop", [
    "/drop/1.dcm",
    "/drop/2.dcm",
    "/drop/readme.txt",
  ]);
  fakes.scanner.files.set("/more", ["/drop/2.dcm", "/more/3.dcm"]);
  return { ...fakes, deps, workspace: new Workspace(deps) };
}

/** Everything a case must have before it is sent. */
export const fillIn: readonly CaseEdit[] = [
  { kind: "setCaseFields", fields: { title: "Gout", systemId: 9 } },
  {
    kind: "setConfirmations",
    confirmations: { permission: true, imagesChecked: true, licence: true },
  },
];

/** Waits until everything that can happen without the outside has happened. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
}

/** Drops a folder and brings the case to where only Send is missing. */
export async function readyCase(
  { workspace }: { workspace: Workspace },
  root = "/drop",
): Promise<CaseId> {
  const added = workspace.addRoots(null, [root]);
  if (!added.ok) throw new Error("not added");
  await settle();
  const session = workspace.find(added.value);
  if (!session.ok) throw new Error("not found");
  for (const edit of fillIn) session.value.edit(edit);
  await session.value.prepare();
  return added.value;
}
