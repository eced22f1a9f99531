// With --json a command that comes to nothing says so in a document too: a script has one place to look.
import type { Failure } from "../shared/failure.ts";
import { failureWords } from "../shared/messages/failureWords.ts";
import { exitStatus, type CliRefusal, type ExitStatus } from "./environment.ts";

/** A failure that the window would show, for a script. */
export function refusalOf(failure: Failure): CliRefusal {
  const { title, why, whatNext } = failureWords(failure);
  return {
    code: failure.kind,
    message: `${title}. ${why}`,
    nextStep: whatNext,
  };
}

/** What stands in the arguments or in a file they name, in sentences. */
export function wrongUseRefusal(...lines: readonly string[]): CliRefusal {
  return {
    code: "wrongUse",
    message: lines.join("\n"),
    nextStep: "Correct what is named, and run the command again.",
  };
}

/** The document of a command that ends so; `said`: what stood on standard error, for want of a refusal. */
export function refusalDocument(
  status: ExitStatus,
  refusal: CliRefusal | undefined,
  said: string,
): string {
  const error = refusal ?? {
    code: status === exitStatus.wrongUse ? "wrongUse" : "failed",
    message: said.trim(),
    nextStep: null,
  };
  return `${JSON.stringify({ error, exitStatus: status }, null, 2)}\n`;
}

/** Where a command writes, watched: whether there is a document, and what was said beside it. */
export class WatchedOutput {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown; readonly isTTY: boolean };
  #hasDocument = false;
  #said = "";

  constructor(out: NodeJS.WritableStream, err: NodeJS.WriteStream) {
    this.stdout = {
      write: (text) => {
        this.#hasDocument ||= text !== "";
        return out.write(text);
      },
    };
    this.stderr = {
      isTTY: err.isTTY,
      write: (text) => {
        // Progress is written over itself; a long command says no more than this.
        if (!text.startsWith("\r") && this.#said.length < 10_000)
          this.#said += text;
        return err.write(text);
      },
    };
  }

  /** Writes the document of a refusal, unless there is one already. */
  refuse(status: ExitStatus, refusal: CliRefusal | undefined): void {
    if (!this.#hasDocument)
      this.stdout.write(refusalDocument(status, refusal, this.#said));
  }
}
