// `casedrop archive download` killed by SIGKILL, in mid-transfer and at every change it makes to the disk, and started again.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  it,
} from "vitest";
import { readProvenance } from "../core/archive/download/provenance.ts";
import {
  startArchive,
  type RunningArchive,
} from "../sandbox/nbia/archiveServer.ts";
import { valueOf } from "../testing/dicomFixtures.ts";
import { killingAtDisk, type DiskKill } from "../testing/diskKillHook.ts";

const command = resolve(import.meta.dirname, "../../out/cli/casedrop.js");
/** One image: each change of the disk costs two runs of the command. */
const uid = "1.3.6.1.4.1.99999.1.1.2";
let server: RunningArchive;
let folder: string;
beforeAll(async () => {
  server = valueOf(await startArchive());
});
afterAll(() => server.close());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "casedrop-archive-kill-"));
});
afterEach(async () => {
  server.setFaults({ rules: [] });
  server.requests.length = 0;
  await rm(folder, { recursive: true, force: true });
  await rm(`${folder}.user`, { recursive: true, force: true });
});

interface Ended {
  readonly signal: string | null;
  readonly status: number | null;
  readonly output: string;
}

/** Runs the built command; `whenFetching` is called once the transfer has begun. */
function download(
  kill: DiskKill | null,
  whenFetching?: (stop: () => void) => void,
): Promise<Ended> {
  const killed = kill === null ? null : killingAtDisk(kill);
  const child = spawn(
    process.execPath,
    [
      ...(killed?.nodeOptions ?? []),
      command,
      ...["archive", "download", uid, "--out", folder, "--accept-policy"],
      ...["--base-url", server.origin, "--json"],
    ],
    {
      env: {
        ...process.env,
        // The policy is accepted for a user of this test only, beside what is looked at.
        HOME: `${folder}.user`,
        APPDATA: `${folder}.user`,
        XDG_CONFIG_HOME: `${folder}.user`,
        ...killed?.environment,
      },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  let output = "";
  child.stdout.on("data", (data: Buffer) => (output += data.toString()));
  child.stderr.on("data", (data: Buffer) => (output += data.toString()));
  whenFetching?.(() => child.kill("SIGKILL"));
  return new Promise((done) => {
    child.once("close", (status, signal) => {
      done({ status, signal, output });
    });
  });
}

/** Names that someone who looks into the folder sees, those of the queue's own record aside. */
async function visible(): Promise<readonly string[]> {
  const names = await readdir(folder);
  return names.filter(
    (name) => !name.startsWith(".") && !name.startsWith("queue.json"),
  );
}

const sent = () =>
  server.archive
    .files(server.archive.find(uid)!)
    .map(({ bytes }) => createHash("sha256").update(bytes).digest("hex"))
    .sort();

async function hashesIn(path: string): Promise<readonly string[]> {
  const names = await readdir(path);
  const files = await Promise.all(
    names.map((name) => readFile(join(path, name))),
  );
  return files
    .map((bytes) => createHash("sha256").update(bytes).digest("hex"))
    .sort();
}

/** What can be seen is whole: no folder with other files than the archive holds, no record without a folder. */
async function expectNothingHalf(): Promise<void> {
  const names = await visible();
  for (const name of names) expect([uid, `${uid}.json`]).toContain(name);
  if (names.includes(uid))
    expect(await hashesIn(join(folder, uid))).toEqual(sent());
  if (names.includes(`${uid}.json`)) expect(names).toContain(uid);
}

async function expectWholeOnce(): Promise<void> {
  expect([...(await visible())].sort()).toEqual([uid, `${uid}.json`]);
  expect(await hashesIn(join(folder, uid))).toEqual(sent());
  const record = readProvenance(
    await readFile(join(folder, `${uid}.json`), "utf8"),
  );
  expect(record?.files.map(({ sha256 }) => sha256).sort()).toEqual(sent());
  expect(await readdir(join(folder, ".incoming"))).toEqual([]);
}

const asked = () =>
  server.requests.filter(({ path }) => path.endsWith("/getImage")).length;

describe("a download that is killed", () => {
  it("in mid-transfer shows nothing, and comes whole when it is started again", async () => {
    server.setFaults({
      rules: [
        {
          endpoint: "getImage",
          count: 1,
          // What stands still is not over before it is killed, however busy the machine is.
          fault: { kind: "stall", afterBytes: 1 },
        },
      ],
    });
    const ended = await download(null, (stop) => {
      const look = setInterval(() => {
        if (asked() === 0) return;
        void readdir(join(folder, ".incoming", uid, "received")).then(
          () => {
            clearInterval(look);
            stop();
          },
          () => undefined,
        );
      }, 20);
    });
    expect(ended.signal).toBe("SIGKILL");
    expect(await visible()).toEqual([]);
    const again = await download(null);
    expect(again.status, again.output).toBe(0);
    await expectWholeOnce();
    expect(asked()).toBe(2);
  });

  it.each([
    ["change of the disk", false],
    ["write, after half of it,", true],
  ])(
    "at each %s shows nothing half, and comes whole when it is started again",
    { timeout: 600_000 },
    async (_what, isTorn) => {
      let kills = 0;
      for (let nth = 1; ; nth++) {
        const ended = await download({ folder, nth, isTorn });
        if (ended.signal !== "SIGKILL") {
          expect(ended.status, ended.output).toBe(0);
          await expectWholeOnce();
          break;
        }
        kills++;
        await expectNothingHalf();
        const again = await download(null);
        expect(again.status, `${String(nth)}: ${again.output}`).toBe(0);
        await expectWholeOnce();
        await rm(folder, { recursive: true });
        await mkdir(folder);
      }
      // Folders, the zip, the image, the record, the queue: fewer kills would mean that the hook sees nothing.
      expect(kills).toBeGreaterThan(isTorn ? 5 : 20);
    },
  );

  it(
    "while it replaces a folder that has no record leaves the old one or the new one, never a part",
    { timeout: 600_000 },
    async () => {
      const old = Array.from(
        { length: 20 },
        (_, index) => `old-${String(index)}.dcm`,
      );
      for (let nth = 1; ; nth++) {
        await mkdir(join(folder, uid));
        for (const name of old) await writeFile(join(folder, uid, name), "old");
        const ended = await download({ folder, nth, isTorn: false });
        if (ended.signal !== "SIGKILL") break;
        if ((await visible()).includes(uid)) {
          const names = await readdir(join(folder, uid));
          if (names.some((name) => name.startsWith("old")))
            expect(names.sort()).toEqual(old.sort());
          else expect(await hashesIn(join(folder, uid))).toEqual(sent());
        }
        await rm(folder, { recursive: true });
        await mkdir(folder);
        // Only the last steps touch the folder that is there.
        if (nth === 1) nth = 14;
      }
      await expectWholeOnce();
    },
  );
});
