// Choosing one of a closed list, and ticking a statement.
import { Checkbox } from "@base-ui/react/checkbox";
import { Select } from "@base-ui/react/select";
import { Check, ChevronDown } from "lucide-react";
import { useId, type ReactNode, type Ref } from "react";
import styles from "./Choice.module.css";
import { join } from "./classNames.ts";
import fieldStyles from "./Field.module.css";

export interface ChoiceItem<Value> {
  readonly value: Value;
  readonly label: string;
  readonly hint?: string;
}

/** A list that opens; `label` is its accessible name. */
export function Choice<Value extends string | number | null>({
  label,
  items,
  value,
  placeholder,
  onChange,
  onBlur,
  describedBy,
  isInvalid = false,
  isDisabled = false,
  isSmall = false,
  isOnImage = false,
  id,
  inputRef,
}: {
  readonly label: string;
  readonly items: readonly ChoiceItem<Value>[];
  readonly value: Value;
  readonly placeholder?: string;
  readonly onChange: (value: Value) => void;
  readonly onBlur?: () => void;
  readonly describedBy?: string | undefined;
  readonly isInvalid?: boolean;
  readonly isDisabled?: boolean;
  readonly isSmall?: boolean;
  /** Beside an image, where it is dark in both themes. */
  readonly isOnImage?: boolean;
  readonly id?: string;
  readonly inputRef?: Ref<HTMLButtonElement>;
}): ReactNode {
  const current = items.find((item) => item.value === value);
  return (
    <Select.Root<Value>
      items={items}
      value={value}
      disabled={isDisabled}
      onValueChange={(next) => {
        if (next !== null || items.some((item) => item.value === null))
          onChange(next as Value);
      }}
    >
      <Select.Trigger
        id={id}
        ref={inputRef}
        aria-label={label}
        aria-describedby={describedBy}
        aria-invalid={isInvalid}
        onBlur={onBlur}
        className={join(
          fieldStyles.input,
          styles.trigger,
          isSmall && styles.small,
        )}
      >
        <span
          className={join(
            styles.value,
            (current === undefined || value === "" || value === null) &&
              styles.placeholder,
          )}
        >
          {value === "" || value === null
            ? (placeholder ?? current?.label)
            : current?.label}
        </span>
        <Select.Icon className={styles.arrow}>
          <ChevronDown aria-hidden />
        </Select.Icon>
      </Select.Trigger>
      <Select.Portal>
        <Select.Positioner
          className={join(styles.positioner, isOnImage && styles.onImage)}
          sideOffset={4}
          alignItemWithTrigger={false}
        >
          <Select.Popup className={styles.popup}>
            <Select.List className={styles.list}>
              {items.map((item) => (
                <Select.Item
                  key={String(item.value)}
                  value={item.value}
                  className={styles.item}
                >
                  <Select.ItemIndicator className={styles.tick}>
                    <Check aria-hidden />
                  </Select.ItemIndicator>
                  <Select.ItemText className={styles.itemText}>
                    {item.label}
                  </Select.ItemText>
                  {item.hint !== undefined && (
                    <span className={styles.hint}>{item.hint}</span>
                  )}
                </Select.Item>
              ))}
            </Select.List>
          </Select.Popup>
        </Select.Positioner>
      </Select.Portal>
    </Select.Root>
  );
}

/** A box to tick with its words beside it. */
export function Tick({
  isTicked,
  onChange,
  isDisabled = false,
  children,
}: {
  readonly isTicked: boolean;
  readonly onChange: (isTicked: boolean) => void;
  readonly isDisabled?: boolean;
  readonly children: ReactNode;
}): ReactNode {
  const id = useId();
  return (
    <div className={styles.tickRow}>
      <TickBox
        labelledBy={id}
        isTicked={isTicked}
        onChange={onChange}
        isDisabled={isDisabled}
      />
      <label
        id={id}
        className={styles.tickWords}
        onClick={() => {
          if (!isDisabled) onChange(!isTicked);
        }}
      >
        {children}
      </label>
    </div>
  );
}

/** The box alone; named by `name` or by the element `labelledBy`. */
export function TickBox({
  name,
  labelledBy,
  isTicked,
  isPartly = false,
  onChange,
  isDisabled = false,
}: {
  readonly name?: string;
  readonly labelledBy?: string;
  readonly isTicked: boolean;
  readonly isPartly?: boolean;
  readonly onChange: (isTicked: boolean) => void;
  readonly isDisabled?: boolean;
}): ReactNode {
  return (
    <Checkbox.Root
      aria-label={name}
      aria-labelledby={labelledBy}
      className={styles.box}
      checked={isTicked}
      indeterminate={isPartly}
      disabled={isDisabled}
      onCheckedChange={onChange}
    >
      <Checkbox.Indicator className={styles.boxMark}>
        {isPartly ? <span className={styles.dash} /> : <Check aria-hidden />}
      </Checkbox.Indicator>
    </Checkbox.Root>
  );
}
