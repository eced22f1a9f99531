// The certificate authorities the user added, in a file of the app's own: the one they came in may be on a stick.
import type { DiskFailure } from "../../shared/failure.ts";
import { success, type Result } from "../../shared/result.ts";
import type { Clock } from "../ports/clock.ts";
import type { DurableFile } from "../ports/durableFile.ts";
import { parseAuthorityFile, type Authority } from "./authorityFile.ts";

/** The user's authorities. */
export interface AuthorityStore {
  readonly authorities: readonly Authority[];
  /** Adds these to the ones there are. */
  add(authorities: readonly Authority[]): Promise<Result<null, DiskFailure>>;
  removeAll(): Promise<Result<null, DiskFailure>>;
}

/** Opens the store. Ones that have expired since are left out; the rest of such a file still holds. */
export async function openAuthorityStore(
  file: DurableFile,
  clock: Clock,
): Promise<AuthorityStore> {
  const content = await file.read();
  const text =
    content.ok && content.value !== null
      ? Buffer.from(content.value).toString("latin1")
      : "";
  let authorities = validOnes(text, clock.nowMs());
  return {
    get authorities() {
      return authorities;
    },
    async add(added) {
      const pems = new Set(authorities.map(({ pem }) => pem));
      const next = [
        ...authorities,
        ...added.filter(({ pem }) => !pems.has(pem)),
      ];
      const all = next.map(({ pem }) => pem).join("");
      const written = await file.write(Buffer.from(all, "latin1"));
      if (written.ok) authorities = next;
      return written;
    },
    async removeAll() {
      const removed = await file.remove();
      if (!removed.ok) return removed;
      authorities = [];
      return success(null);
    },
  };
}

function validOnes(text: string, nowMs: number): readonly Authority[] {
  const blocks =
    text.match(
      /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g,
    ) ?? [];
  return blocks.flatMap((block) => {
    const parsed = parseAuthorityFile(Buffer.from(block, "latin1"), nowMs);
    return parsed.ok ? parsed.value : [];
  });
}
