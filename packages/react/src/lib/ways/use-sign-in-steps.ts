import type { LatchkeyError, User } from "@latchkey/client";
import { useEffect, useState, type ComponentType } from "react";
import { useAuthContext } from "../provider/auth-context.ts";
import type { StepError, StepProps } from "../provider/way-in.ts";
import { useReturnedError } from "../social/use-returned-error.ts";

/** How far a sign-in is. */
export interface SignInSteps {
  /** Whether it succeeded here. */
  readonly isDone: boolean;
  /** The second step, if one is asked for. */
  readonly next: { readonly Step: ComponentType<StepProps>; readonly error: StepError } | null;
  /** Ends it. */
  finish(user: User): void;
  /** Takes care of a failure that asks for a second step. */
  onError(error: LatchkeyError): boolean;
  /** Leaves the second step, and begins anew. */
  leave(): void;
}

/** A provider may lead back to a second step, too: then the address of the page says so. */
export function useSignInSteps(onSuccess: ((user: User) => void) | undefined): SignInSteps {
  // Whatever a server says of itself: it asks for the step.
  const { ways } = useAuthContext();
  const [isDone, setDone] = useState(false);
  const [asked, setAsked] = useState<StepError | null>(null);
  const [hasLeft, setLeft] = useState(false);
  const returned = useReturnedError();
  // A page that its router only hides, as Next.js does by <Activity>, comes back without what it said before.
  useEffect(
    () => () => {
      setDone(false);
      setAsked(null);
    },
    [],
  );
  const stepOf = ({ code }: StepError) => ways.find(({ step }) => step?.codes.includes(code))?.step?.Step;
  const error = asked ?? (hasLeft ? null : returned);
  const Step = error && stepOf(error);
  return {
    isDone,
    next: error && Step ? { Step, error } : null,
    finish(user) {
      setDone(true);
      onSuccess?.(user);
    },
    onError(failure) {
      const isStep = stepOf(failure) !== undefined;
      if (isStep) setAsked(failure);
      return isStep;
    },
    leave() {
      setAsked(null);
      setLeft(true);
    },
  };
}
