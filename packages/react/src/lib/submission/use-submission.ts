"use client";

import { LatchkeyError } from "@latchkey/client";
import { useEffect, useRef, useState } from "react";
import { useErrors } from "../sentences/use-errors.ts";

/** What a form sends, and how that went. */
export interface Submission<Input> {
  /**
   * Sends. While it is under way, further calls do nothing, so that a double click sends once.
   *
   * @returns whether it succeeded
   */
  submit(input: Input): Promise<boolean>;
  /** Whether it is under way. */
  readonly pending: boolean;
  /** Whether the last one succeeded. */
  readonly done: boolean;
  /** Why the last one failed. */
  readonly error: LatchkeyError | null;
  /** The sentence for the field at fault, by its name. */
  readonly errors: Readonly<Record<string, string>>;
  /** The sentence for a failure that no field is at fault for: no connection, too many attempts. */
  readonly formError: string | null;
  /** Forgets how the last one went. */
  reset(): void;
}

/** Options of `useSubmission()`. */
export interface SubmissionOptions<Result> {
  /** Called with the result of a success. */
  readonly onSuccess?: ((result: Result) => void) | undefined;
  /** Called with a failure. Returns `true` if that is taken care of, and shall not be shown. */
  readonly onError?: ((error: LatchkeyError) => boolean | void) | undefined;
  /** The field that a failure belongs to. Default: what the server says. */
  readonly fieldOf?: ((error: LatchkeyError) => string | undefined) | undefined;
  /** The sentence of a failure. `undefined`: that of the language. */
  readonly sentenceOf?: ((error: LatchkeyError) => string | undefined) | undefined;
}

interface Progress {
  readonly pending: boolean;
  readonly done: boolean;
  readonly error: LatchkeyError | null;
}

const IDLE: Progress = { pending: false, done: false, error: null };
const PENDING: Progress = { ...IDLE, pending: true };
const DONE: Progress = { ...IDLE, done: true };
const NO_ERRORS: Readonly<Record<string, string>> = {};

/**
 * The state of a form: what every other hook of a form stands on, and what a form of your own can stand on.
 *
 * @param action what to do; it rejects with a `LatchkeyError`
 * @example
 * ```ts
 * import { useAuth, useSubmission } from "@latchkey/react";
 *
 * const { account } = useAuth();
 * const rename = useSubmission((name: string) => account.update({ metadata: { name } }));
 * // <button onClick={() => rename.submit("Ada")} disabled={rename.pending}>Save</button>
 * ```
 */
export function useSubmission<Input, Result>(
  action: (input: Input) => Promise<Result>,
  options: SubmissionOptions<Result> = {},
): Submission<Input> {
  const [progress, setProgress] = useState(IDLE);
  const sentence = useErrors();
  const isUnderWay = useRef(false);
  const latest = useRef(options);
  useEffect(() => void (latest.current = options));
  // A page that its router only hides, as Next.js does by <Activity>, comes back without what it said before.
  useEffect(() => () => setProgress(IDLE), []);

  const run = async (input: Input): Promise<boolean> => {
    let result: Result;
    try {
      result = await action(input);
    } catch (error) {
      const isShown = error instanceof LatchkeyError && latest.current.onError?.(error) !== true;
      setProgress(isShown ? { ...IDLE, error } : IDLE);
      if (error instanceof LatchkeyError) return false;
      throw error;
    }
    setProgress(DONE);
    latest.current.onSuccess?.(result);
    return true;
  };
  const submit = async (input: Input): Promise<boolean> => {
    if (isUnderWay.current) return false;
    isUnderWay.current = true;
    setProgress(PENDING);
    return run(input).finally(() => (isUnderWay.current = false));
  };

  const { error } = progress;
  const field = error && (options.fieldOf ? options.fieldOf(error) : error.field);
  const shown = error && (options.sentenceOf?.(error) ?? sentence(error));
  return {
    ...progress,
    errors: field && shown ? { [field]: shown } : NO_ERRORS,
    formError: field ? null : shown,
    submit,
    reset: () => setProgress(IDLE),
  };
}
