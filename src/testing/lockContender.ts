// A process that takes a lock again and again, as fast as it can, and looks whether it is alone. Run by a test: path, rounds, name.
import { open, rm, writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { lockJournal } from "../adapters/journal/journalLock.ts";
import type { Contest } from "./lockContest.ts";

const [path = "", rounds = "", name = ""] = process.argv.slice(2);

/** Nobody else may be where this file is. */
async function isAlone(): Promise<boolean> {
  try {
    await (await open(`${path}-held`, "wx")).close();
  } catch {
    return false;
  }
  await sleep(1);
  await rm(`${path}-held`);
  return true;
}

async function contend(): Promise<Contest> {
  let [taken, shared] = [0, 0];
  // On a busy machine one may sleep with the lock while another tries in vain so often: it goes on until it had it once.
  for (let round = 0; round < Number(rounds) || taken === 0; round += 1) {
    // Left by processes that were killed, under numbers beyond any process's.
    const dead = `${name}${String(round).padStart(8, "0")}`;
    await writeFile(`${path}.${dead}-1-${"0".repeat(32)}.lock`, "");
    const locked = await lockJournal(path);
    if (!locked.ok) continue;
    taken += 1;
    if (!(await isAlone())) shared += 1;
    await locked.value();
  }
  return { taken, shared };
}

process.stdout.write(JSON.stringify(await contend()));
