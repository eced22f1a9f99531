// Policy reports of stored objects, remembered: a file is the same for ever under its hash.
import type { ObjectStore } from "../state/objectStore.ts";
import { checkPolicy, type PolicyReport } from "./checkPolicy.ts";
import type { PolicyVersion } from "./policyTables.ts";

/** Reports kept; the oldest go first. */
const capacity = 20_000;

/** Larger files are refused unread: no single image has a gigabyte. */
const maxFileBytes = 1024 ** 3;

/** Checks stored objects, each once per policy version. */
export class PolicyChecks {
  readonly #objects: ObjectStore;
  readonly #reports = new Map<string, PolicyReport>();

  constructor(objects: ObjectStore) {
    this.#objects = objects;
  }

  /** Report of a stored object. Rejects with the disk's own error. */
  async report(sha256: string, version: PolicyVersion): Promise<PolicyReport> {
    const key = `${version} ${sha256}`;
    const known = this.#reports.get(key);
    if (known !== undefined) return known;
    const report = await this.#check(sha256, version);
    this.#reports.set(key, report);
    const oldest = this.#reports.keys().next().value;
    if (this.#reports.size > capacity && oldest !== undefined)
      this.#reports.delete(oldest);
    return report;
  }

  async #check(sha256: string, version: PolicyVersion): Promise<PolicyReport> {
    const isTooLarge = (this.#objects.sizeBytes(sha256) ?? 0) > maxFileBytes;
    const bytes = isTooLarge ? null : await this.#objects.read(sha256);
    return checkPolicy(bytes ?? Buffer.alloc(0), version);
  }
}
