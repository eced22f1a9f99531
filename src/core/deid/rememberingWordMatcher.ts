// A matcher that remembers what it found in short texts: the values of a stack's images are mostly the same, and each is looked at twice.
import {
  WordMatcher,
  type TextUse,
  type WordHit,
} from "../patientWords/wordMatcher.ts";

const longestRemembered = 64;
/** Texts kept at a time; then all are forgotten. */
const mostRemembered = 1024;

/** Finds what `WordMatcher` finds: a hit depends on the text, its use and the words, which never change. */
export class RememberingWordMatcher extends WordMatcher {
  readonly #found: Readonly<Record<TextUse, Map<string, readonly WordHit[]>>> =
    {
      prose: new Map(),
      value: new Map(),
    };

  override find(text: string, use: TextUse): readonly WordHit[] {
    if (text.length > longestRemembered) return super.find(text, use);
    const found = this.#found[use];
    const known = found.get(text);
    if (known !== undefined) return known;
    const hits = super.find(text, use);
    if (found.size >= mostRemembered) found.clear();
    found.set(text, hits);
    return hits;
  }
}
