// Remembers which images were sent in which case, so that sending them again is noticed. Original identities are never kept: only
// digests of them under a key of this computer, in a sealed record.
import { createHmac } from "node:crypto";
import { z } from "zod";
import type { DiskFailure } from "../../shared/failure.ts";
import type { CaseId } from "../../shared/identifiers.ts";
import { ofMemory } from "../../shared/memoryFailure.ts";
import { success, type Result } from "../../shared/result.ts";
import type { StackImage } from "../model/stack.ts";
import type { Random } from "../ports/random.ts";

/** Port: one sealed document on this computer (see src/adapters/sealedRecords.ts). */
export interface SentImagesRecord {
  /** Null: there is none. */
  read(): Promise<Result<unknown, DiskFailure>>;
  write(content: unknown): Promise<Result<null, DiskFailure>>;
  remove(): Promise<Result<null, DiskFailure>>;
}

const digestCharacters = 22;

const caseSchema = z.strictObject({
  caseId: z.string().transform((text) => text as CaseId),
  title: z.string(),
  /** When Send was pressed. */
  sentAtMs: z.number(),
  /** Null before the draft is known. */
  remoteCaseId: z.number().int().positive().nullable(),
  /** All digests, one after the other. */
  digests: z
    .string()
    .regex(/^[\w-]*$/)
    .refine((text) => text.length % digestCharacters === 0),
});
/** The content of a record as this version writes it; null for anything else. */
export function parseSentImages(
  json: unknown,
): z.output<typeof contentSchema> | null {
  return contentSchema.safeParse(json).data ?? null;
}

type SentCase = z.output<typeof caseSchema>;

const contentSchema = z.strictObject({
  version: z.literal(1),
  keyHex: z.string().regex(/^[0-9a-f]{64}$/),
  cases: z.array(caseSchema),
});

/** Images of a case at hand that another case brought to the site, or is about to. */
export interface SentMatch {
  readonly caseId: CaseId;
  readonly title: string;
  readonly sentAtMs: number;
  readonly remoteCaseId: number | null;
  /** How many of the images at hand are among that case's. */
  readonly count: number;
}

/** What is noted of a case when it is sent. */
export interface SentCaseFacts {
  readonly caseId: CaseId;
  readonly title: string;
  readonly sentAtMs: number;
}

export interface SentImagesDeps {
  readonly record: SentImagesRecord;
  readonly random: Random;
  /** Lets others go first between two runs of digests. */
  readonly nextTurn: () => Promise<void>;
}

/** Some milliseconds of work. */
const digestsPerTurn = 1_000;

/** The memory. What is noted is written in the background, one write at a time. */
export class SentImages {
  readonly #deps: SentImagesDeps;
  #key: Buffer;
  readonly #cases: Map<CaseId, SentCase>;
  /** Cases by digest; made when it is first needed and after each change. */
  #index: ReadonlyMap<string, readonly CaseId[]> | null = null;
  #writing: Promise<Result<null, DiskFailure>> = Promise.resolve(success(null));

  private constructor(
    deps: SentImagesDeps,
    key: Buffer,
    cases: readonly SentCase[],
  ) {
    this.#deps = deps;
    this.#key = key;
    this.#cases = new Map(cases.map((sent) => [sent.caseId, sent]));
  }

  /** A memory that knows nothing yet, under a key of its own. */
  static empty(deps: SentImagesDeps): SentImages {
    return new SentImages(deps, Buffer.from(deps.random.bytes(32)), []);
  }

  /** The memory as it was left; empty and under a new key, with the failure, where it cannot be read. */
  static async open(deps: SentImagesDeps): Promise<{
    readonly memory: SentImages;
    readonly failure: DiskFailure | null;
  }> {
    const content = await deps.record.read();
    const parsed = content.ok ? parseSentImages(content.value) : null;
    const memory =
      parsed === null
        ? SentImages.empty(deps)
        : new SentImages(deps, Buffer.from(parsed.keyHex, "hex"), parsed.cases);
    if (!content.ok)
      return { memory, failure: ofMemory(content.failure, "sentImages") };
    const isUnknown = content.value !== null && parsed === null;
    return {
      memory,
      failure: isUnknown
        ? { kind: "recordDamaged", record: "sentImages" }
        : null,
    };
  }

  get isEmpty(): boolean {
    return this.#cases.size === 0;
  }

  /** Which other cases hold any of these images; most first. */
  async matches(
    images: readonly StackImage[],
    ownCaseId: CaseId,
  ): Promise<readonly SentMatch[]> {
    if (this.isEmpty) return [];
    const counts = new Map<CaseId, number>();
    for (const digest of new Set(await this.#digests(images)))
      for (const caseId of this.#byDigest().get(digest) ?? [])
        if (caseId !== ownCaseId)
          counts.set(caseId, (counts.get(caseId) ?? 0) + 1);
    return [...counts]
      .flatMap(([caseId, count]) => {
        const sent = this.#cases.get(caseId);
        return sent === undefined ? [] : [matchOf(sent, count)];
      })
      .sort((a, b) => b.count - a.count);
  }

  /** Notes what is about to be sent. Resolves when it is on disk. */
  async note(
    facts: SentCaseFacts,
    images: readonly StackImage[],
  ): Promise<Result<null, DiskFailure>> {
    const digests = [...new Set(await this.#digests(images))].join("");
    const { caseId, title, sentAtMs } = facts;
    return this.#change(() => {
      this.#cases.set(caseId, {
        caseId,
        title,
        sentAtMs,
        remoteCaseId: null,
        digests,
      });
    });
  }

  /** Notes which draft a case became. */
  becameDraft(
    caseId: CaseId,
    remoteCaseId: number,
  ): Promise<Result<null, DiskFailure>> {
    const sent = this.#cases.get(caseId);
    if (sent === undefined || sent.remoteCaseId === remoteCaseId)
      return this.#writing;
    return this.#change(() => {
      this.#cases.set(caseId, { ...sent, remoteCaseId });
    });
  }

  /** Knows nothing of a case any more, on disk neither. What the disk refused before is tried once more. */
  async forget(caseId: CaseId): Promise<Result<null, DiskFailure>> {
    if (!this.#cases.has(caseId)) {
      const written = await this.#writing;
      if (written.ok) return written;
    }
    return this.#change(() => {
      this.#cases.delete(caseId);
    });
  }

  /** Knows nothing at all any more, on disk neither; what is noted from now on is under a new key. */
  forgetAll(): Promise<Result<null, DiskFailure>> {
    this.#cases.clear();
    this.#index = null;
    this.#key = Buffer.from(this.#deps.random.bytes(32));
    this.#writing = this.#writing.then(() => this.#deps.record.remove());
    return this.#writing;
  }

  /** Resolves when everything noted so far is on disk, or was refused. */
  settled(): Promise<Result<null, DiskFailure>> {
    return this.#writing;
  }

  #change(step: () => void): Promise<Result<null, DiskFailure>> {
    step();
    this.#index = null;
    this.#writing = this.#writing.then(() =>
      this.#deps.record.write({
        version: 1,
        keyHex: this.#key.toString("hex"),
        cases: [...this.#cases.values()],
      }),
    );
    return this.#writing;
  }

  async #digests(images: readonly StackImage[]): Promise<readonly string[]> {
    const digests: string[] = [];
    for (const [place, image] of images.entries()) {
      if (place % digestsPerTurn === digestsPerTurn - 1)
        await this.#deps.nextTurn();
      const identity = identityOf(image);
      if (identity !== null) digests.push(this.#digest(identity));
    }
    return digests;
  }

  /** 128 of the 256 bits: enough to tell a lifetime of images apart. */
  #digest(identity: string): string {
    return createHmac("sha256", this.#key)
      .update(identity)
      .digest("base64url")
      .slice(0, digestCharacters);
  }

  #byDigest(): ReadonlyMap<string, readonly CaseId[]> {
    this.#index ??= indexOf([...this.#cases.values()]);
    return this.#index;
  }
}

/** What an original is known by: its SOP Instance UID, and the frame where it has several. Null for pictures and files without one. */
function identityOf({ instance, frame, shared }: StackImage): string | null {
  const uid = instance.header.sopInstanceUID;
  return uid === "" ? null : `${uid} ${shared?.imageKey ?? ""} ${frame ?? 1}`;
}

function matchOf(sent: SentCase, count: number): SentMatch {
  const { caseId, title, sentAtMs, remoteCaseId } = sent;
  return { caseId, title, sentAtMs, remoteCaseId, count };
}

function indexOf(
  cases: readonly SentCase[],
): ReadonlyMap<string, readonly CaseId[]> {
  const index = new Map<string, CaseId[]>();
  for (const { caseId, digests } of cases)
    for (let start = 0; start < digests.length; start += digestCharacters) {
      const digest = digests.slice(start, start + digestCharacters);
      const known = index.get(digest);
      if (known === undefined) index.set(digest, [caseId]);
      else known.push(caseId);
    }
  return index;
}
