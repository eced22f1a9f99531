// Makes the built command kill itself, by SIGKILL, at one moment of its work; no part of the product knows of it.
import { killingAtDisk } from "../diskKillHook.ts";

/** At the nth line of the journal: before it, after half of it, or once it is on the disk. */
export interface JournalKill {
  readonly at: "journal";
  readonly nth: number;
  readonly moment: "before" | "torn" | "after";
}

/** At the nth request: before its first byte, after half of its body, or when its answer comes in and before anybody reads it. */
export interface RequestKill {
  readonly at: "request";
  readonly nth: number;
  readonly moment: "before" | "midBody" | "answer";
}

/** At the nth change of anything that the command keeps on the disk: journal, spool, job, sent images, tokens, report. */
export interface ChangeKill {
  readonly at: "disk";
  readonly nth: number;
  /** After half of the nth write; otherwise before the nth change of any kind. */
  readonly isTorn: boolean;
  /** The journal had been begun by an older version, which is told by its first line. */
  readonly journalVersion?: number;
}

export type Kill = JournalKill | RequestKill | ChangeKill;

/** What `node --import` takes. It counts lines and requests by their form: journal lines begin with their kind, requests with their method. */
const hook = `
import { open } from "node:fs/promises";
import { Socket } from "node:net";
import { isMainThread } from "node:worker_threads";
const { at, nth, moment } = JSON.parse(process.env.CASEDROP_TEST_KILL);
const die = () => { process.kill(process.pid, "SIGKILL"); return new Promise(() => {}); };
let seen = 0;
if (isMainThread && at === "journal") {
  const probe = await open(process.execPath);
  const file = Object.getPrototypeOf(probe);
  await probe.close();
  const { write, datasync } = file;
  file.write = async function (data, offset, length, position) {
    const bytes = Buffer.isBuffer(data) ? data.subarray(offset, offset + length) : Buffer.alloc(0);
    if (bytes.toString("latin1", 0, 9) !== '{"kind":"') return write.call(this, data, offset, length, position);
    // Lines in quick succession share a write: the kill comes at one of them all the same.
    for (let start = 0; start < length; ) {
      const end = bytes.indexOf(10, start) + 1;
      seen += 1;
      if (seen === nth) {
        const cut = moment === "before" ? start : moment === "torn" ? (start + end) >> 1 : end;
        if (cut > 0) await write.call(this, data, offset, cut, position);
        await datasync.call(this);
        return die();
      }
      start = end;
    }
    return write.call(this, data, offset, length, position);
  };
}
if (isMainThread && at === "request") {
  const { write, push } = Socket.prototype;
  let dying = null;
  Socket.prototype.write = function (chunk, ...rest) {
    const isHead = typeof chunk === "string" && /^(GET|POST|PUT) \\S+ HTTP/.test(chunk);
    if (moment !== "answer" && isHead && ++seen === nth) {
      if (moment === "before") { die(); return true; }
      dying = this;
      // Without a body there is no middle.
      if (!/content-length: [1-9]/.test(chunk)) return write.call(this, chunk, "latin1", die);
      return write.call(this, chunk, ...rest);
    }
    if (dying === this) {
      const bytes = Buffer.from(chunk);
      const sent = write.call(this, bytes.subarray(0, bytes.length >> 1), die);
      this.uncork();
      return sent;
    }
    return write.call(this, chunk, ...rest);
  };
  Socket.prototype.push = function (chunk, ...rest) {
    const isAnswer = chunk !== null && Buffer.from(chunk).toString("latin1", 0, 9) === "HTTP/1.1 ";
    if (moment === "answer" && isAnswer && ++seen === nth) { die(); return true; }
    return push.call(this, chunk, ...rest);
  };
}
`;

/** Options of node and environment under which the command kills itself there. `folder`: what it keeps lies below it; asked for by kills at the disk only. */
export function killing(
  kill: Kill,
  folder = "",
): {
  readonly nodeOptions: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
} {
  if (kill.at === "disk")
    return killingAtDisk({ folder, nth: kill.nth, isTorn: kill.isTorn });
  const url = `data:text/javascript;base64,${Buffer.from(hook).toString("base64")}`;
  return {
    nodeOptions: ["--import", url],
    environment: { CASEDROP_TEST_KILL: JSON.stringify(kill) },
  };
}
