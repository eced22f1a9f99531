// Masks that are offered: from last time, from what the scanner declares, from known layouts.
import { WandSparkles } from "lucide-react";
import type { ReactNode } from "react";
import type { MaskProposal, MaskShape } from "../../../shared/mask.ts";
import type { StackView } from "../../../shared/snapshot.ts";
import { Button } from "../../controls/Button.tsx";
import { mostMasks } from "./maskEdits.ts";
import styles from "./MaskPanel.module.css";
import { proposalTitle, shapeNames } from "./maskWords.ts";
import type { MaskList } from "./useMaskList.ts";

/** Pointing at an offer, or reaching it by keys, shows it on the image. */
export function MaskProposals({
  stack,
  list,
  onGhosts,
}: {
  readonly stack: StackView;
  readonly list: MaskList;
  readonly onGhosts: (shapes: readonly MaskShape[]) => void;
}): ReactNode {
  const offers = offersOf(stack.maskProposals, list);
  if (offers.length === 0) return null;
  return (
    <section className={styles.group} aria-label="Masks to take over">
      <h3 className={styles.heading}>Offered</h3>
      {offers.map(({ why, shapes }) => (
        <div
          key={why}
          className={styles.offer}
          onPointerEnter={() => {
            onGhosts(shapes);
          }}
          onPointerLeave={() => {
            onGhosts([]);
          }}
          onFocus={() => {
            onGhosts(shapes);
          }}
          onBlur={() => {
            onGhosts([]);
          }}
        >
          <p className={styles.offerTitle}>{proposalTitle(why)}</p>
          <p className={styles.hint}>{shapesWords(shapes)}</p>
          <Button
            size="small"
            icon={WandSparkles}
            className={styles.control}
            onClick={() => {
              onGhosts([]);
              list.commit([
                ...list.masks,
                ...shapes.map((shape) => ({
                  maskId: crypto.randomUUID(),
                  shape,
                  images: null,
                })),
              ]);
            }}
          >
            Use {shapes.length === 1 ? "it" : `all ${shapes.length}`}
          </Button>
        </div>
      ))}
    </section>
  );
}

interface Offer {
  readonly why: MaskProposal["why"];
  readonly shapes: readonly MaskShape[];
}

/** Proposals by what suggests them, without those that are in use. */
function offersOf(
  proposals: readonly MaskProposal[],
  list: MaskList,
): readonly Offer[] {
  const used = new Set(list.masks.map(({ shape }) => JSON.stringify(shape)));
  const byReason = new Map<MaskProposal["why"], MaskShape[]>();
  for (const { why, shape } of proposals) {
    if (used.has(JSON.stringify(shape))) continue;
    byReason.set(why, [...(byReason.get(why) ?? []), shape]);
  }
  return [...byReason]
    .filter(([, shapes]) => list.masks.length + shapes.length <= mostMasks)
    .map(([why, shapes]) => ({ why, shapes }));
}

function shapesWords(shapes: readonly MaskShape[]): string {
  return shapes.map(({ kind }) => shapeNames[kind]).join(", ");
}
