/** The sentences of emails, in English. `{service}` is the name of the service that sends them. */
export const mails = {
  greeting: "Hello,",
  linkText: "If the button does not work, copy this address into your browser:",
  linkLifetime: "The link is valid for {duration} and works once.",
  reason: "You receive this email because {email} belongs to an account at {service}.",
  verificationSubject: "Confirm your email address",
  verificationText: "Please confirm that {email} is your email address at {service}.",
  verificationButton: "Confirm address",
  verificationNotYou:
    "If you did not create an account at {service}, ignore this email. The address stays unconfirmed.",
  resetSubject: "Choose a new password",
  resetText: "Someone asked for a new password for your account at {service}. Choose it here:",
  resetButton: "Choose new password",
  resetNotYou: "If you did not ask for this, ignore this email. Your password stays as it is.",
  signInSubject: "Sign in to {service}",
  signInText:
    "Someone asked to sign in to your account at {service}. Press the button, or enter this code in the browser " +
    "where you asked for it.",
  signInCode: "Your code",
  signInButton: "Sign in",
  signInNotYou: "If you did not ask for this, ignore this email. Never tell anyone the code.",
  signUpSubject: "Create your account at {service}",
  signUpText:
    "{email} has no account at {service} yet. To create one, press the button, or enter this code in the browser " +
    "where you asked for it.",
  signUpButton: "Create account",
  proofSubject: "Your code for {service}",
  proofText:
    "Someone who is signed in to your account at {service} wants to change something important. Enter this code to " +
    "confirm that it is you.",
  codeLifetime: "The code is valid for {duration} and works once.",
  proofNotYou:
    "If this was not you, someone else has access to your account. Sign out all devices, and never tell anyone the " +
    "code.",
  emailChangeSubject: "Confirm your new email address",
  emailChangeText: "Please confirm that {newEmail} is to be the new address of your account at {service}.",
  emailChangeButton: "Confirm new address",
  emailChangeNotYou: "If you did not ask for this, ignore this email. The address of the account stays as it is.",
  emailChangedSubject: "Your email address was changed",
  emailChangedText: "The address of your account at {service} is now {newEmail}. It was {previousEmail} before.",
  emailChangedNotYou: "If this was not you, someone else has access to your account. Contact {service} at once.",
  newDeviceSubject: "New sign-in to your account",
  newDeviceText: "Someone signed in to your account at {service} on a device where you were not signed in.",
  newDeviceButton: "See your devices",
  newDeviceNotYou: "If this was you, there is nothing to do. If not, sign out the device and change your password now.",
  passwordChangedSubject: "Your password was changed",
  passwordChangedText: "The password of your account at {service} was changed. All other devices are signed out.",
  passwordChangedButton: "Choose new password",
  passwordChangedNotYou: "If this was you, there is nothing to do. If not, choose a new password now.",
  identityLinkedSubject: "An account was connected",
  identityLinkedText:
    "An account at another service was connected to your account at {service}, and can sign in to it.",
  identityUnlinkedSubject: "An account was disconnected",
  identityUnlinkedText:
    "An account at another service was disconnected from your account at {service}, and can no longer sign in to it.",
  identityButton: "See your account",
  identityNotYou:
    "If this was you, there is nothing to do. If not, check your connected accounts and your password now.",
  passkeyAddedSubject: "A passkey was added",
  passkeyAddedText: "A passkey was added to your account at {service}, and can sign in to it.",
  passkeyDeletedSubject: "A passkey was deleted",
  passkeyDeletedText: "A passkey was deleted from your account at {service}, and can no longer sign in to it.",
  passkeyNotYou: "If this was you, there is nothing to do. If not, check your passkeys and your password now.",
  factorEnabledSubject: "Two-step verification is on",
  factorEnabledText:
    "Two-step verification was turned on for your account at {service}. Signing in now asks for a code as well.",
  factorDisabledSubject: "Two-step verification is off",
  factorDisabledText:
    "Two-step verification was turned off for your account at {service}. Signing in no longer asks for a code.",
  recoveryCodeUsedSubject: "A recovery code was used",
  recoveryCodeUsedText:
    "A recovery code of your account at {service} was used in place of a code from the app. It will not work again.",
  factorNotYou: "If this was you, there is nothing to do. If not, choose a new password and check your account now.",
  detailsTime: "Time",
  detailsDevice: "Device",
  detailsAddress: "IP address",
  detailsDeviceName: "{browser} on {system}",
  detailsDeviceUnknown: "Unknown",
};
