// What an archive remarks beside its answers: a filter it did not know, a list that is not whole (reference section 13).
import { z } from "zod";
import { plainText } from "./rows/markup.ts";

const warningSchema = z.union([
  z.string(),
  z.object({ message: z.string() }).transform(({ message }) => message),
]);
const answerSchema = z.object({ warnings: z.array(z.unknown()) });

const mostKept = 5;
const mostCharacters = 300;

/** The warnings of an answer as short plain text; empty for an answer without any. */
export function warningsIn(answer: unknown): readonly string[] {
  const parsed = answerSchema.safeParse(answer);
  if (!parsed.success) return [];
  return parsed.data.warnings.flatMap((each) => {
    const warning = warningSchema.safeParse(each);
    const text = warning.success ? plainText(warning.data) : "";
    return text === "" ? [] : [text.slice(0, mostCharacters)];
  });
}

/** The latest warnings, each once, the newest last. */
export class ArchiveWarnings {
  #latest: readonly string[] = [];
  readonly #onChange: () => void;

  constructor(onChange: () => void = () => undefined) {
    this.#onChange = onChange;
  }

  get latest(): readonly string[] {
    return this.#latest;
  }

  add(warnings: readonly string[]): void {
    const isNews = warnings.some((each) => !this.#latest.includes(each));
    if (!isNews) return;
    const others = this.#latest.filter((each) => !warnings.includes(each));
    this.#latest = [...new Set([...others, ...warnings])].slice(-mostKept);
    this.#onChange();
  }

  clear(): void {
    if (this.#latest.length === 0) return;
    this.#latest = [];
    this.#onChange();
  }
}
