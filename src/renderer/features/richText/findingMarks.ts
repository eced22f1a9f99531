// Underlines found words in the editor.
import { Plugin, PluginKey } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";
import type { ShownFinding } from "../typedWords/findingsInText.ts";
import { placesOfWords } from "./richTextDocument.ts";

const key = new PluginKey<DecorationSet>("findings");

/** Names of the classes that underline. */
export interface FindingClasses {
  readonly blocking: string;
  readonly warning: string;
}

/** The plugin; between two answers the marks move along with what is typed. */
export function findingMarks(classes: FindingClasses): Plugin<DecorationSet> {
  return new Plugin<DecorationSet>({
    key,
    state: {
      init: () => DecorationSet.empty,
      apply: (transaction, before) => {
        const findings: unknown = transaction.getMeta(key);
        if (!Array.isArray(findings))
          return before.map(transaction.mapping, transaction.doc);
        // Only `findingsMessage` writes under this key.
        const shown = findings as readonly ShownFinding[];
        return DecorationSet.create(
          transaction.doc,
          shown.flatMap((finding) =>
            placesOfWords(transaction.doc, finding.start, finding.end).map(
              ({ from, to }) =>
                Decoration.inline(from, to, {
                  class: finding.isBlocking
                    ? classes.blocking
                    : classes.warning,
                  title: finding.why,
                }),
            ),
          ),
        );
      },
    },
    props: {
      decorations: (state) => key.getState(state),
    },
  });
}

export { key as findingsKey };
