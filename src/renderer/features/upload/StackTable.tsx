// Each stack on its way: what it is, how large, where it stands.
import type { ReactNode } from "react";
import { countOf, formatBytes } from "../../../shared/messages/quantities.ts";
import type { StackSendView } from "../../../shared/snapshot.ts";
import { Badge } from "../../controls/Badge.tsx";
import { ProgressBar } from "../../controls/ProgressBar.tsx";
import { Truncated } from "../../controls/Tip.tsx";
import { stackSendWords } from "./sendWords.ts";
import styles from "./UploadPart.module.css";

/** Nothing if there are no stacks yet. */
export function StackTable({
  stacks,
}: {
  readonly stacks: readonly StackSendView[];
}): ReactNode {
  if (stacks.length === 0) return null;
  return (
    <table className={styles.stacks}>
      <caption className="visually-hidden">Stacks</caption>
      <thead>
        <tr>
          <th scope="col">Stack</th>
          <th scope="col">Images</th>
          <th scope="col">Size</th>
          <th scope="col">State</th>
        </tr>
      </thead>
      <tbody>
        {stacks.map((stack) => (
          <StackRow key={stack.stackId} stack={stack} />
        ))}
      </tbody>
    </table>
  );
}

function StackRow({ stack }: { readonly stack: StackSendView }): ReactNode {
  const { words, tone, fraction } = stackSendWords(stack);
  const label = stack.label === "" ? "Stack without labels" : stack.label;
  return (
    <tr>
      <th scope="row">
        <Truncated text={label} />
      </th>
      <td className={styles.number}>{countOf(stack.imageCount, "image")}</td>
      <td className={styles.number}>{formatBytes(stack.sizeBytes)}</td>
      <td>
        {stack.state.kind === "sending" ? (
          <div className={styles.stackProgress}>
            <ProgressBar
              name={`Progress of ${label}`}
              fraction={fraction}
              size="thin"
            />
            <span className={styles.small}>{words}</span>
          </div>
        ) : (
          <Badge tone={tone}>{words}</Badge>
        )}
      </td>
    </tr>
  );
}
