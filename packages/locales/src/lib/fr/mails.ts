import type { MailSentences } from "../sentences.ts";

/** The sentences of emails, in French. */
export const mails: MailSentences = {
  greeting: "Bonjour,",
  linkText: "Si le bouton ne fonctionne pas, copiez cette adresse dans votre navigateur :",
  linkLifetime: "Le lien est valable {duration} et ne fonctionne qu’une fois.",
  reason: "Vous recevez cet e-mail parce que l’adresse {email} est associée à un compte chez {service}.",
  verificationSubject: "Confirmez votre adresse e-mail",
  verificationText: "Merci de confirmer que {email} est votre adresse e-mail chez {service}.",
  verificationButton: "Confirmer l’adresse",
  verificationNotYou:
    "Vous n’avez pas créé de compte chez {service} ? Ignorez cet e-mail : l’adresse ne sera pas confirmée.",
  resetSubject: "Choisissez un nouveau mot de passe",
  resetText: "Un nouveau mot de passe a été demandé pour votre compte chez {service}. Choisissez-le ici :",
  resetButton: "Choisir un nouveau mot de passe",
  resetNotYou: "Vous n’avez rien demandé ? Ignorez cet e-mail : votre mot de passe reste le même.",
  signInSubject: "Connexion à {service}",
  signInText:
    "Une connexion à votre compte chez {service} a été demandée. Cliquez sur le bouton, ou saisissez ce code dans " +
    "le navigateur où vous l’avez demandé.",
  signInCode: "Votre code",
  signInButton: "Se connecter",
  signInNotYou: "Vous n’avez rien demandé ? Ignorez cet e-mail. Ne communiquez ce code à personne.",
  signUpSubject: "Créez votre compte chez {service}",
  signUpText:
    "L’adresse {email} n’a pas encore de compte chez {service}. Pour en créer un, cliquez sur le bouton, ou " +
    "saisissez ce code dans le navigateur où vous l’avez demandé.",
  signUpButton: "Créer le compte",
  proofSubject: "Votre code pour {service}",
  proofText:
    "Une personne connectée à votre compte chez {service} veut faire un changement important. Saisissez ce code " +
    "pour confirmer que c’est bien vous.",
  codeLifetime: "Le code est valable {duration} et ne fonctionne qu’une fois.",
  proofNotYou:
    "Ce n’était pas vous ? Une autre personne a accès à votre compte. Déconnectez tous les appareils et ne " +
    "communiquez ce code à personne.",
  emailChangeSubject: "Confirmez votre nouvelle adresse e-mail",
  emailChangeText: "Merci de confirmer que {newEmail} doit devenir l’adresse de votre compte chez {service}.",
  emailChangeButton: "Confirmer la nouvelle adresse",
  emailChangeNotYou: "Vous n’avez rien demandé ? Ignorez cet e-mail : l’adresse du compte reste la même.",
  emailChangedSubject: "Votre adresse e-mail a été changée",
  emailChangedText:
    "L’adresse de votre compte chez {service} est maintenant {newEmail}. C’était {previousEmail} jusqu’ici.",
  emailChangedNotYou:
    "Ce n’était pas vous ? Quelqu’un d’autre a donc accès à votre compte. Contactez {service} sans attendre.",
  newDeviceSubject: "Nouvelle connexion à votre compte",
  newDeviceText: "Quelqu’un s’est connecté à votre compte chez {service} sur un appareil où vous n’étiez pas connecté.",
  newDeviceButton: "Voir vos appareils",
  newDeviceNotYou:
    "C’était vous ? Vous n’avez rien à faire. Sinon, déconnectez l’appareil et changez votre mot de passe maintenant.",
  passwordChangedSubject: "Votre mot de passe a été changé",
  passwordChangedText:
    "Le mot de passe de votre compte chez {service} a été changé. Tous les autres appareils sont déconnectés.",
  passwordChangedButton: "Choisir un nouveau mot de passe",
  passwordChangedNotYou:
    "C’était vous ? Vous n’avez rien à faire. Sinon, choisissez un nouveau mot de passe maintenant.",
  identityLinkedSubject: "Un compte a été associé",
  identityLinkedText:
    "Un compte d’un autre service a été associé à votre compte chez {service}. Il permet désormais de s’y connecter.",
  identityUnlinkedSubject: "Un compte a été dissocié",
  identityUnlinkedText:
    "Un compte d’un autre service a été dissocié de votre compte chez {service}. Il ne permet plus de s’y connecter.",
  identityButton: "Voir votre compte",
  identityNotYou: "Si c’était vous, il n’y a rien à faire. Sinon, vérifiez vos comptes associés et votre mot de passe.",
  passkeyAddedSubject: "Une clé d’accès a été ajoutée",
  passkeyAddedText: "Une clé d’accès a été ajoutée à votre compte {service} et permet de s’y connecter.",
  passkeyDeletedSubject: "Une clé d’accès a été supprimée",
  passkeyDeletedText:
    "Une clé d’accès de votre compte {service} a été supprimée. Elle ne permet plus de s’y connecter.",
  passkeyNotYou:
    "Si c’était vous, il n’y a rien à faire. Sinon, vérifiez dès maintenant vos clés d’accès et votre mot de passe.",
  factorEnabledSubject: "La validation en deux étapes est activée",
  factorEnabledText:
    "La validation en deux étapes est activée pour votre compte {service}. La connexion demande aussi un code.",
  factorDisabledSubject: "La validation en deux étapes est désactivée",
  factorDisabledText:
    "La validation en deux étapes a été désactivée pour votre compte {service}. La connexion ne demande plus de code.",
  recoveryCodeUsedSubject: "Un code de secours a été utilisé",
  recoveryCodeUsedText:
    "Un code de secours de votre compte {service} a été utilisé à la place d’un code. Il ne fonctionne plus.",
  factorNotYou:
    "Si c’était vous, il n’y a rien à faire. Sinon, changez votre mot de passe et vérifiez votre compte maintenant.",
  detailsTime: "Date et heure",
  detailsDevice: "Appareil",
  detailsAddress: "Adresse IP",
  detailsDeviceName: "{browser} sur {system}",
  detailsDeviceUnknown: "Inconnu",
};
