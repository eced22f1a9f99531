// One image before and after: which one, and what is shown of it.
import { ChevronLeft, ChevronRight, Eye, EyeOff } from "lucide-react";
import { useId, useMemo, useState, type ReactNode } from "react";
import { countOf, formatCount } from "../../../shared/messages/quantities.ts";
import type {
  CaseSnapshot,
  PreparationView,
  StackView,
} from "../../../shared/snapshot.ts";
import { Button, IconButton } from "../../controls/Button.tsx";
import { Callout } from "../../controls/Callout.tsx";
import { Choice } from "../../controls/Choice.tsx";
import { PlaceSlider } from "../../controls/RangeSlider.tsx";
import { openDialog } from "../../view/viewState.ts";
import { stackName } from "../images/stackWords.ts";
import styles from "./BeforeAfter.module.css";
import { ComparisonPanel } from "./ComparisonPanel.tsx";
import { firstPlace, keptIndexes } from "./comparedRows.ts";

type Ready = PreparationView & { readonly kind: "ready" };

/** Closed until it is asked for: it shows who the patient is. */
export function BeforeAfter({
  snapshot,
  preparation,
}: {
  readonly snapshot: CaseSnapshot;
  readonly preparation: Ready;
}): ReactNode {
  const id = useId();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <section className={styles.section} aria-labelledby={`${id}-title`}>
      <h3 id={`${id}-title`} className={styles.heading}>
        One image, before and after
      </h3>
      <div className={styles.intro}>
        <p className={styles.quiet}>
          Read from your file and from the copy that is sent. What stood in your
          file is shown here only: it is not stored, logged or sent.
        </p>
        <Button
          size="small"
          icon={isOpen ? EyeOff : Eye}
          aria-expanded={isOpen}
          aria-controls={id}
          onClick={() => {
            setIsOpen(!isOpen);
          }}
        >
          {isOpen ? "Hide the values" : "Show the values"}
        </Button>
      </div>
      <div id={id} hidden={!isOpen}>
        {isOpen && (
          <ChooseImage snapshot={snapshot} preparation={preparation} />
        )}
      </div>
    </section>
  );
}

function ChooseImage({
  snapshot,
  preparation,
}: {
  readonly snapshot: CaseSnapshot;
  readonly preparation: Ready;
}): ReactNode {
  const prepared = new Set(preparation.stacks.map(({ stackId }) => stackId));
  const stacks = snapshot.studies
    .flatMap((study) => study.stacks)
    .filter(({ stackId }) => prepared.has(stackId));
  const [stackId, setStackId] = useState<string>("");
  const stack = stacks.find((each) => each.stackId === stackId) ?? stacks[0];
  if (stack === undefined) return null;
  return (
    <div className={styles.panel}>
      <Choice<string>
        label="Stack to compare"
        value={stack.stackId}
        items={stacks.map((each) => ({
          value: each.stackId,
          label: stackName(each),
          hint: countOf(each.keptCount, "image"),
        }))}
        onChange={setStackId}
      />
      {stack.picture === null ? (
        <StackImages
          key={stack.stackId}
          snapshot={snapshot}
          preparation={preparation}
          stack={stack}
        />
      ) : (
        <Callout tone="info" title="Pictures have no attributes to compare">
          <p>
            Pixels, colours and orientation are kept. Everything else in the
            file is left out: Exif with place, time and camera, comments,
            thumbnails, and the sound of films.
          </p>
        </Callout>
      )}
    </div>
  );
}

/** Keyed by stack. */
function StackImages({
  snapshot,
  preparation,
  stack,
}: {
  readonly snapshot: CaseSnapshot;
  readonly preparation: Ready;
  readonly stack: StackView;
}): ReactNode {
  const [wanted, setPlace] = useState(() => firstPlace(stack));
  const kept = useMemo(() => keptIndexes(stack), [stack]);
  const last = kept.length - 1;
  const place = Math.min(wanted, last);
  const index = kept[place] ?? 0;
  const placeWords = (at: number) =>
    `Image ${formatCount(at + 1)} of ${formatCount(kept.length)}`;
  return (
    <>
      <div className={styles.place}>
        <IconButton
          icon={ChevronLeft}
          name="Previous image"
          size="small"
          disabled={place <= 0}
          onClick={() => {
            setPlace(place - 1);
          }}
        />
        <PlaceSlider
          className={styles.slider}
          name="Image to compare"
          value={place}
          max={last}
          describe={placeWords}
          onChange={setPlace}
        />
        <IconButton
          icon={ChevronRight}
          name="Next image"
          size="small"
          disabled={place >= last}
          onClick={() => {
            setPlace(place + 1);
          }}
        />
        <span className={styles.placeWords} role="status">
          {placeWords(place)}
        </span>
        {stack.canPreview && (
          <Button
            size="small"
            look="quiet"
            onClick={() => {
              openDialog({ kind: "viewer", stackId: stack.stackId, index });
            }}
          >
            Look at it
          </Button>
        )}
      </div>
      <ComparisonPanel
        asked={{ caseId: snapshot.caseId, stackId: stack.stackId, index }}
        preparation={preparation}
      />
    </>
  );
}
