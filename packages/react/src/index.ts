export type { FactorProof } from "./lib/codes/factor-code.tsx";
export type { ConfirmFields } from "./lib/codes/setup-code.tsx";
export { DeleteAccountForm, useDeleteAccount } from "./lib/account/delete-account-form.tsx";
export type { DeleteAccountFields, DeleteAccountFormProps } from "./lib/account/delete-account-form.tsx";
export { ApiKeyList, type ApiKeyListProps } from "./lib/api-keys/api-key-list.tsx";
export { useApiKeys, type ApiKeysState } from "./lib/api-keys/use-api-keys.ts";
export { ChangeEmailForm, type ChangeEmailFormProps } from "./lib/email/change-email-form.tsx";
export { ConfirmEmail, useConfirmEmail, type ConfirmEmailProps } from "./lib/email/confirm-email.tsx";
export {
  EmailVerification,
  useSendVerification,
  type EmailVerificationProps,
} from "./lib/email/email-verification.tsx";
export type { MailProofProps } from "./lib/email/mail-proof-form.tsx";
export { useChangeEmail, type ChangeEmailFields } from "./lib/email/use-change-email.ts";
export type { MailProofFields, MailProofOptions, MailProofSubmission } from "./lib/email/use-mail-proof.ts";
export { useVerifyEmail, VerifyEmail, type VerifyEmailProps } from "./lib/email/verify-email.tsx";
export { Field, type FieldProps } from "./lib/form/field.tsx";
export type { FormContents } from "./lib/form/form-contents.ts";
export { Form, type FormProps } from "./lib/form/form.tsx";
export { PasswordField } from "./lib/form/password-field.tsx";
export { SubmitButton, type SubmitButtonProps } from "./lib/form/submit-button.tsx";
export { IdentityList, type IdentityListProps } from "./lib/identities/identity-list.tsx";
export { useIdentities, type IdentitiesState } from "./lib/identities/use-identities.ts";
export { MailSignInForm, type MailSignInFormProps } from "./lib/mail-sign-in/mail-sign-in-form.tsx";
export { useMailSignIn, type MailSignIn, type MailSignInOptions } from "./lib/mail-sign-in/use-mail-sign-in.ts";
export type { MailCodeFields, MailRequestFields } from "./lib/mail-sign-in/use-mail-sign-in.ts";
export { useMailedToken } from "./lib/mailed-token/use-mailed-token.ts";
export type { MethodsState } from "./lib/methods/methods-store.ts";
export { useMethods, type OfferedMethods } from "./lib/methods/use-methods.ts";
export { PasskeyButton, type PasskeyButtonProps } from "./lib/passkey-sign-in/passkey-button.tsx";
export { PasskeyList, type PasskeyListProps } from "./lib/passkeys/passkey-list.tsx";
export { usePasskeySignIn, type PasskeySignInOptions } from "./lib/passkey-sign-in/use-passkey-sign-in.ts";
export { usePasskeySignUp, type PasskeySignUpFields } from "./lib/passkey-sign-in/use-passkey-sign-up.ts";
export { usePasskeys, type PasskeyName, type PasskeysState } from "./lib/passkeys/use-passkeys.ts";
export { ChangePasswordForm, type ChangePasswordFormProps } from "./lib/password/change-password-form.tsx";
export { ForgotPasswordForm, type ForgotPasswordFormProps } from "./lib/password/forgot-password-form.tsx";
export { ResetPasswordForm, type ResetPasswordFormProps } from "./lib/password/reset-password-form.tsx";
export { useChangePassword, type ChangePasswordFields } from "./lib/password/use-change-password.ts";
export { useForgotPassword, type ForgotPasswordFields } from "./lib/password/use-forgot-password.ts";
export { useResetPassword, type ResetPassword } from "./lib/password/use-reset-password.ts";
export type { ResetPasswordFields, ResetPasswordOptions } from "./lib/password/use-reset-password.ts";
export { useStepUp } from "./lib/proof/use-step-up.tsx";
export { AuthProvider, type AuthProviderProps } from "./lib/provider/auth-provider.tsx";
export type { ClassNames, PartName } from "./lib/provider/class-names.ts";
export { initialSession, type InitialSession, type InitialUser } from "./lib/provider/initial-session.ts";
export type { ServerSession } from "./lib/provider/initial-session.ts";
export type { LinkComponent, Links } from "./lib/provider/links.ts";
export type { ProofMethod } from "./lib/provider/proof-method.ts";
export type { PanelProps } from "./lib/provider/panel-props.ts";
export type {
  ProofProps,
  StepError,
  StepProps,
  WayIn,
  WayInProps,
  WaySignUpProps,
  WayToProve,
} from "./lib/provider/way-in.ts";
export { passkeys } from "./lib/passkey-sign-in/way.tsx";
export { secondFactor } from "./lib/second-step/way.tsx";
export { mailSignIn } from "./lib/mail-sign-in/way.tsx";
export type { ReactLocale } from "./lib/provider/react-locale.ts";
export { SecondFactorForm, type SecondFactorFormProps } from "./lib/second-step/second-factor-form.tsx";
export { SecondFactorSetup, type SecondFactorSetupProps } from "./lib/second-factor/second-factor-setup.tsx";
export { useSecondFactor, type SecondFactorState } from "./lib/second-factor/use-second-factor.ts";
export { useSecondFactorSignIn, type SecondFactorSignInOptions } from "./lib/second-step/use-second-factor-sign-in.ts";
export { SignedIn, SignedOut, type SignedInProps, type SignedOutProps } from "./lib/session/signed-in.tsx";
export { useAuth } from "./lib/session/use-auth.ts";
export { useSession, useUser } from "./lib/session/use-session.ts";
export { SessionList, type SessionListProps } from "./lib/sessions/session-list.tsx";
export { useSessions, type SessionsState } from "./lib/sessions/use-sessions.ts";
export { SignInForm, type SignInFormProps } from "./lib/sign-in/sign-in-form.tsx";
export { SignUpForm, type SignUpFormProps } from "./lib/sign-in/sign-up-form.tsx";
export { useSignIn, type SignIn, type SignInFields } from "./lib/sign-in/use-sign-in.ts";
export { useSignUp, type SignUp } from "./lib/sign-in/use-sign-up.ts";
export { SocialButtons, type SocialButtonsProps } from "./lib/social/social-buttons.tsx";
export { useSubmission, type Submission, type SubmissionOptions } from "./lib/submission/use-submission.ts";
export { UserMenu, type UserMenuItem, type UserMenuProps } from "./lib/user-menu/user-menu.tsx";
