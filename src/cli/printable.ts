// Text from files and folders on its way to a terminal.

/** Controls, which could move the cursor or change the terminal, as \uFFFD. */
export function printable(text: string): string {
  return text.replaceAll(/\p{Cc}|\p{Zl}|\p{Zp}/gu, "\uFFFD");
}
