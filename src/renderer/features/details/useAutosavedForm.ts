// A form whose fields are sent as edits while one types, and follow undo and suggestions.
import { zodResolver } from "@hookform/resolvers/zod";
import { useEffect, useState } from "react";
import {
  useForm,
  type DefaultValues,
  type FieldValues,
  type Path,
  type PathValue,
  type UseFormReturn,
} from "react-hook-form";
import type { z } from "zod";
import { FieldAutosave, type Timers } from "./fieldAutosave.ts";

/** Long enough not to make an undo step of every letter, short enough to lose nothing worth mentioning. */
const delayMs = 500;

const browserTimers: Timers = {
  start: (callback, delay) => window.setTimeout(callback, delay),
  stop: (handle) => {
    window.clearTimeout(handle);
  },
};

export interface AutosavedForm<Fields extends FieldValues> {
  readonly form: UseFormReturn<Fields>;
  /** For onBlur: sends at once. */
  readonly flush: () => void;
  /** Takes over a suggestion. */
  readonly take: <Name extends Path<Fields>>(
    field: Name,
    value: PathValue<Fields, Name>,
  ) => void;
}

/**
 * `stored` is the truth as it arrives in snapshots; only fields that satisfy the schema are sent. `send` is taken once,
 * when the form is mounted: key the component by what it edits.
 */
export function useAutosavedForm<Fields extends FieldValues>(
  schema: z.ZodType<Fields, Fields>,
  stored: Fields,
  send: (fields: Partial<Fields>) => Promise<boolean>,
): AutosavedForm<Fields> {
  const form = useForm<Fields>({
    resolver: zodResolver(schema),
    defaultValues: stored as DefaultValues<Fields>,
    mode: "onChange",
  });
  const [autosave] = useState(
    () =>
      new FieldAutosave<Fields>(stored, send, {
        timers: browserTimers,
        delayMs,
      }),
  );

  useEffect(() => {
    const changed = Object.entries(autosave.adopt(stored));
    // The names of an object are lost by Object.entries.
    for (const [field, value] of changed as [Path<Fields>, never][])
      form.setValue(field, value, { shouldValidate: true });
  }, [stored, autosave, form]);

  useEffect(
    () =>
      form.subscribe({
        formState: { values: true },
        callback: ({ name, values }) => {
          if (name === undefined) return;
          const problems = schema.safeParse(values).error?.issues ?? [];
          if (problems.some((problem) => problem.path[0] === name))
            autosave.withdraw(name);
          // Values of a form with unknown fields are untyped; the schema has just passed this one.
          else autosave.change(name, values[name] as Fields[string]);
        },
      }),
    [form, schema, autosave],
  );

  const flush = () => void autosave.flush();
  useEffect(() => {
    const flushNow = () => void autosave.flush();
    window.addEventListener("beforeunload", flushNow);
    window.addEventListener("blur", flushNow);
    return () => {
      window.removeEventListener("beforeunload", flushNow);
      window.removeEventListener("blur", flushNow);
      flushNow();
    };
  }, [autosave]);

  return {
    form,
    flush,
    take: (field, value) => {
      form.setValue(field, value, { shouldValidate: true, shouldDirty: true });
      flush();
    },
  };
}
