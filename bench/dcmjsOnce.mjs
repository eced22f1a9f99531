// The peer: dcmjs on one thread reads each file, deletes what the policy does not keep, writes it and hashes it; once, and then
// again with code that is warm. Prints one JSON line.
import { createHash } from "node:crypto";
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import dcmjs from "dcmjs";
import {
  keptTags,
  policyAction,
} from "../src/core/deid/policy/radiopaediaPolicy052.ts";
import { createUIDMapper } from "../src/core/deid/uidMapping.ts";

const [source = ".", out = "out", passCount = "1", most = "Infinity"] =
  process.argv.slice(2);
const uids = createUIDMapper(Buffer.alloc(16, 1));
const files = readdirSync(source, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name))
  .slice(0, Number(most));
mkdirSync(out);
deidentify(files[0], "warm-up");
const passes = [];
for (let count = 0; count < Number(passCount); count += 1) passes.push(pass());
process.stdout.write(`${JSON.stringify({ passes })}\n`);

/** All files into an empty folder. */
function pass() {
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out);
  const cpuBefore = process.cpuUsage();
  const startedAtMs = performance.now();
  files.forEach((file, index) => deidentify(file, String(index)));
  const ms = performance.now() - startedAtMs;
  const cpu = process.cpuUsage(cpuBefore);
  return { prepared: files.length, ms, cpuMs: (cpu.user + cpu.system) / 1e3 };
}

/** @param {string} file @param {string} name */
function deidentify(file, name) {
  const bytes = readFileSync(file);
  const instance = dcmjs.data.DicomMessage.readFile(
    bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength),
  );
  const { dict } = instance;
  const sopClassUID = dict["00080016"].Value[0];
  for (const tag of Object.keys(dict)) {
    const number = parseInt(tag, 16);
    if (policyAction(number, sopClassUID).kind === "hashUID")
      dict[tag].Value = [uids.study(dict[tag].Value[0])];
    else if (!keptTags.has(number)) delete dict[tag];
  }
  dict["00120062"] = { vr: "CS", Value: ["YES"] };
  dict["00120063"] = { vr: "LO", Value: ["dcmjs"] };
  const written = new Uint8Array(instance.write());
  createHash("sha256").update(written).digest("hex");
  writeFileSync(join(out, name), written);
}
