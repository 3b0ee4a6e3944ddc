import type { Client, JsonObject, LatchkeyError, Methods, User } from "@latchkey/client";
import type { FormSentences } from "@latchkey/locales";
import type { ComponentType, ReactNode } from "react";
import type { PanelProps } from "./panel-props.ts";
import type { ProofMethod } from "./proof-method.ts";

/**
 * A way in that the forms have beside passwords and providers, once `<AuthProvider ways={[…]}>` has it: `passkeys`,
 * `secondFactor`. Who does not import one does not bundle it.
 */
export interface WayIn {
  /** Whether the server has it. */
  isOffered(methods: Methods): boolean;
  /** A button of `<SignInForm>`. */
  readonly SignIn?: ComponentType<WayInProps> | undefined;
  /** A form that `<SignUpForm>` offers in place of the one with a password. */
  readonly signUp?:
    | {
        /** The form. */
        readonly Form: ComponentType<WaySignUpProps>;
        /** The sentence of the button that leads to it. */
        readonly label: keyof FormSentences;
      }
    | undefined;
  /** What comes in place of a form after a sign-in was refused with one of these codes. */
  readonly step?:
    | {
        /** The codes. */
        readonly codes: readonly string[];
        /** What comes then. */
        readonly Step: ComponentType<StepProps>;
      }
    | undefined;
  /** A way to prove once more that it is the user. */
  readonly proof?: WayToProve | undefined;
}

/** What a button to sign in gets. */
export interface WayInProps {
  /** Called when somebody has signed in. */
  readonly onSuccess: (user: User) => void;
  /** Called with a failure. Returns `true` if that is taken care of. */
  readonly onError: (error: LatchkeyError) => boolean;
}

/** What a form to sign up gets. */
export interface WaySignUpProps extends WayInProps {
  /** Makes the metadata of the new user from what has been typed. */
  readonly metadata: ((data: FormData) => JsonObject) | undefined;
  /** More fields. */
  readonly children: ReactNode;
}

/** What asks for a second step. In the address of a page, a code stands alone. */
export interface StepError {
  /** Why the sign-in was refused. */
  readonly code: string;
  /** Where tokens are no cookies, what the step takes. In a browser a cookie carries it. */
  readonly ticket?: string | undefined;
}

/** What a second step of signing in gets. */
export interface StepProps extends PanelProps {
  /** What was refused, and asks for the step. */
  readonly error: StepError;
  /** Called when somebody has signed in. */
  readonly onSuccess: (user: User) => void;
  /** Called when somebody wants to begin anew. */
  readonly onCancel: () => void;
}

/** A way of the dialog that asks for a recent proof. */
export interface WayToProve {
  /** Which way it is. The dialog shows it where the server takes it. */
  readonly method: ProofMethod;
  /**
   * Whether the user can.
   *
   * @throws LatchkeyError
   */
  isThere(client: Client<unknown>): Promise<boolean>;
  /** The form or button. */
  readonly Proof: ComponentType<ProofProps>;
}

/** What a way to prove it gets. */
export interface ProofProps {
  /** Whether nothing stands above it: then it has the focus. */
  readonly isFirst: boolean;
  /** Called when it is proved. */
  readonly onProved: () => void;
}
