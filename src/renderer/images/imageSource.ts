// Fetches rendered images from the main process: few at a time, what is looked at first, each at most once, and remembers them.
import type { Failure } from "../../shared/failure.ts";
import type { CaseId, StackId } from "../../shared/identifiers.ts";
import type { PreviewImage } from "../../shared/preview.ts";
import type { Result } from "../../shared/result.ts";
import { ByteLru } from "./byteLru.ts";

export interface DisplayWindow {
  readonly center: number;
  readonly width: number;
}

/** Which image, and how to render it. */
export interface ImageRequest {
  readonly caseId: CaseId;
  readonly stackId: StackId;
  /** Changes whenever an index of the stack may mean another image (order, number of images). */
  readonly arrangement: string;
  /** 0-based, in display order. */
  readonly index: number;
  readonly maxSidePixels: number;
  /** Null: the file's own. */
  readonly window: DisplayWindow | null;
}

export type RenderedImage = Result<PreviewImage, Failure>;

/** `shown` goes before `ahead`, which is a guess at what comes next. */
type Urgency = "shown" | "ahead";

interface Waiting {
  readonly request: ImageRequest;
  readonly key: string;
  urgency: Urgency;
  readonly listeners: Set<(answer: RenderedImage) => void>;
}

/** More than this at once would only queue in the main process, where it cannot be dropped any more. */
const maxInFlight = 3;

export class ImageSource {
  readonly #render: (request: ImageRequest) => Promise<RenderedImage>;
  readonly #cache: ByteLru<PreviewImage>;
  #waiting: Waiting[] = [];
  readonly #inFlight = new Map<string, Waiting>();

  constructor(
    render: (request: ImageRequest) => Promise<RenderedImage>,
    cacheBytes: number,
  ) {
    this.#render = render;
    this.#cache = new ByteLru(cacheBytes, (image) => image.pixels.byteLength);
  }

  /** The image if it is at hand. */
  peek(request: ImageRequest): PreviewImage | null {
    return this.#cache.get(keyOf(request)) ?? null;
  }

  /**
   * Asks for an image. The listener is called once, later, unless the returned function is called first: that drops the
   * request if it has not been sent, while one already sent still reaches the cache and the listener, so that fast
   * scrolling shows what passes by.
   */
  load(
    request: ImageRequest,
    urgency: Urgency,
    listener: (answer: RenderedImage) => void,
  ): () => void {
    const key = keyOf(request);
    const flying = this.#inFlight.get(key);
    if (flying !== undefined) {
      flying.listeners.add(listener);
      return doNothing;
    }
    let entry = this.#waiting.find((waiting) => waiting.key === key);
    if (entry === undefined) {
      entry = { request, key, urgency, listeners: new Set() };
      this.#waiting.push(entry);
    } else if (urgency === "shown") entry.urgency = urgency;
    entry.listeners.add(listener);
    const joined = entry;
    queueMicrotask(() => {
      this.#pump();
    });
    return () => {
      if (this.#inFlight.has(key)) return;
      joined.listeners.delete(listener);
      if (joined.listeners.size === 0)
        this.#waiting = this.#waiting.filter((other) => other !== joined);
    };
  }

  /** Fetches into the cache what will probably be looked at next. Returns a function that drops what was not sent yet. */
  prefetch(requests: readonly ImageRequest[]): () => void {
    const drops = requests
      .filter((request) => !this.#cache.has(keyOf(request)))
      .map((request) => this.load(request, "ahead", doNothing));
    return () => {
      for (const drop of drops) drop();
    };
  }

  #pump(): void {
    while (this.#inFlight.size < maxInFlight) {
      const next = this.#takeNext();
      if (next === undefined) return;
      this.#inFlight.set(next.key, next);
      void this.#fetch(next);
    }
  }

  /** The newest wish for something looked at; else the oldest guess. One slot stays free of guesses. */
  #takeNext(): Waiting | undefined {
    const shown = this.#waiting.findLast((entry) => entry.urgency === "shown");
    const mayGuess = this.#inFlight.size < maxInFlight - 1;
    const next = shown ?? (mayGuess ? this.#waiting[0] : undefined);
    if (next !== undefined)
      this.#waiting = this.#waiting.filter((entry) => entry !== next);
    return next;
  }

  async #fetch(entry: Waiting): Promise<void> {
    const answer = await this.#render(entry.request);
    this.#inFlight.delete(entry.key);
    if (answer.ok) this.#cache.set(entry.key, answer.value);
    for (const listener of entry.listeners) listener(answer);
    this.#pump();
  }
}

function doNothing(): void {
  // Nothing to drop or to tell.
}

function keyOf(request: ImageRequest): string {
  const { window } = request;
  return [
    request.caseId,
    request.stackId,
    request.arrangement,
    request.index,
    request.maxSidePixels,
    window === null ? "own" : `${window.center}:${window.width}`,
  ].join("/");
}
