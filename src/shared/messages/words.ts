// The form of every explanation shown to people, in the window and on the command line.

/** What happened, why, and what to do next. Each part is plain text; `title` has no full stop, the others are sentences. */
export interface Words {
  readonly title: string;
  readonly why: string;
  readonly whatNext: string;
}
