// Sliders: one with two thumbs for a range of images, one with a single thumb for a place in a stack.
import { Slider } from "@base-ui/react/slider";
import type { ReactNode } from "react";
import { join } from "./classNames.ts";
import styles from "./RangeSlider.module.css";

/** Two thumbs, both inclusive. `onChange` follows the movement and names the thumb; `onCommit` comes when it ends. */
export function RangeSlider({
  firstName,
  lastName,
  value,
  max,
  isDisabled = false,
  describe,
  onChange,
  onCommit,
}: {
  readonly firstName: string;
  readonly lastName: string;
  readonly value: readonly [number, number];
  readonly max: number;
  readonly isDisabled?: boolean;
  readonly describe: (position: number) => string;
  readonly onChange: (value: readonly [number, number], moved: number) => void;
  readonly onCommit: (value: readonly [number, number]) => void;
}): ReactNode {
  const pair = (next: readonly number[]): readonly [number, number] => [
    next[0] ?? value[0],
    next[1] ?? value[1],
  ];
  return (
    <Slider.Root
      value={value}
      min={0}
      max={Math.max(1, max)}
      disabled={isDisabled}
      onValueChange={(next, details) => {
        onChange(
          pair(next),
          pair(next)[details.activeThumbIndex === 1 ? 1 : 0],
        );
      }}
      onValueCommitted={(next) => {
        onCommit(pair(next));
      }}
    >
      <Slider.Control className={styles.control}>
        <Slider.Track className={styles.track}>
          <Slider.Indicator className={styles.indicator} />
          {[firstName, lastName].map((name, index) => (
            <Slider.Thumb
              key={name}
              index={index}
              className={styles.thumb}
              getAriaLabel={() => name}
              getAriaValueText={(_, position) => describe(position)}
            />
          ))}
        </Slider.Track>
      </Slider.Control>
    </Slider.Root>
  );
}

/** One thumb. */
export function PlaceSlider({
  name,
  value,
  max,
  describe,
  onChange,
  className,
  isOnImage = false,
}: {
  readonly name: string;
  readonly value: number;
  readonly max: number;
  readonly describe: (position: number) => string;
  readonly onChange: (value: number) => void;
  readonly className?: string | undefined;
  /** Beside an image, where it is dark in both themes. */
  readonly isOnImage?: boolean;
}): ReactNode {
  return (
    <Slider.Root
      className={className}
      value={value}
      min={0}
      max={Math.max(1, max)}
      disabled={max === 0}
      onValueChange={(next) => {
        onChange(Math.min(next, max));
      }}
    >
      <Slider.Control
        className={join(styles.control, isOnImage && styles.onImage)}
      >
        <Slider.Track className={styles.track}>
          <Slider.Thumb
            className={styles.thumb}
            getAriaLabel={() => name}
            getAriaValueText={(_, position) => describe(position)}
          />
        </Slider.Track>
      </Slider.Control>
    </Slider.Root>
  );
}
