// The keyword of an attribute, which may only break between its words.
import { Fragment, type ReactNode } from "react";

/** Before each capital that begins a word or an abbreviation: `SOP|Instance|UID`. */
const wordStart = /(?<=[a-z\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/;

/** `MediaStorageSOPInstanceUID` in a narrow column. */
export function Keyword({ text }: { readonly text: string }): ReactNode {
  return text.split(wordStart).map((word, index) => (
    <Fragment key={index}>
      {index > 0 && <wbr />}
      {word}
    </Fragment>
  ));
}
