import { LatchkeyError } from "@latchkey/client";
import { useEffect, useRef, useState } from "react";

/** Something that the server was asked for. */
export interface Loaded<Value> {
  /** `null`: no answer yet. */
  readonly value: Value | null;
  /** Why the last request failed. */
  readonly error: LatchkeyError | null;
  /** Asks again. */
  reload(): Promise<void>;
  /** Replaces the value, after a change whose result is known. */
  change(value: (before: Value) => Value): void;
}

/**
 * Asks the server when the component is there, and again when `key` changes. An answer that a newer question has
 * overtaken does not count.
 */
export function useLoaded<Value>(load: () => Promise<Value>, key: string | undefined): Loaded<Value> {
  const [value, setValue] = useState<Value | null>(null);
  const [error, setError] = useState<LatchkeyError | null>(null);
  const newest = useRef(0);

  const reload = async (): Promise<void> => {
    const question = ++newest.current;
    setError(null);
    try {
      const answer = await load();
      if (question === newest.current) setValue(answer);
    } catch (failure) {
      if (!(failure instanceof LatchkeyError)) throw failure;
      if (question === newest.current) setError(failure);
    }
  };
  useEffect(() => {
    if (key === undefined) return;
    setValue(null);
    void reload();
    return () => void newest.current++;
  }, [key]);
  return { value, error, reload, change: (next) => setValue((before) => before && next(before)) };
}
