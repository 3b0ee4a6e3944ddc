import type { ElementType } from "react";

/** The pages of the application that forms link to. A form leaves out a link that is not there. */
export interface Links {
  /** The page with `<SignInForm>`. */
  readonly signIn?: string | undefined;
  /** The page with `<SignUpForm>`. */
  readonly signUp?: string | undefined;
  /** The page with `<ForgotPasswordForm>`. */
  readonly forgotPassword?: string | undefined;
  /** The page with `<MailSignInForm>`. */
  readonly mailSignIn?: string | undefined;
  /** The page where people look after their account. */
  readonly account?: string | undefined;
}

/** What links are made of: `"a"`, or a router's component that takes `href`, `className` and `children`. */
export type LinkComponent = ElementType;
