import type { MailSentences } from "../sentences.ts";

/** The sentences of emails, in German. */
export const mails: MailSentences = {
  greeting: "Guten Tag,",
  linkText: "Falls die Schaltfläche nicht funktioniert, kopieren Sie diese Adresse in Ihren Browser:",
  linkLifetime: "Der Link ist {duration} gültig und funktioniert einmal.",
  reason: "Sie erhalten diese E-Mail, weil {email} zu einem Konto bei {service} gehört.",
  verificationSubject: "Bestätigen Sie Ihre E-Mail-Adresse",
  verificationText: "Bitte bestätigen Sie, dass {email} Ihre E-Mail-Adresse bei {service} ist.",
  verificationButton: "Adresse bestätigen",
  verificationNotYou:
    "Sie haben kein Konto bei {service} erstellt? Dann ignorieren Sie diese E-Mail. Die Adresse bleibt unbestätigt.",
  resetSubject: "Wählen Sie ein neues Passwort",
  resetText: "Für Ihr Konto bei {service} wurde ein neues Passwort angefordert. Hier können Sie es wählen:",
  resetButton: "Neues Passwort wählen",
  resetNotYou: "Sie haben das nicht veranlasst? Dann ignorieren Sie diese E-Mail. Ihr Passwort bleibt, wie es ist.",
  signInSubject: "Anmelden bei {service}",
  signInText:
    "Es soll eine Anmeldung an Ihrem Konto bei {service} stattfinden. Wählen Sie die Schaltfläche, oder geben Sie " +
    "diesen Code in dem Browser ein, in dem Sie ihn angefordert haben.",
  signInCode: "Ihr Code",
  signInButton: "Anmelden",
  signInNotYou: "Sie haben das nicht veranlasst? Dann ignorieren Sie diese E-Mail. Nennen Sie den Code niemandem.",
  signUpSubject: "Erstellen Sie Ihr Konto bei {service}",
  signUpText:
    "Zu {email} gibt es noch kein Konto bei {service}. Um eines zu erstellen, wählen Sie die Schaltfläche, oder " +
    "geben Sie diesen Code in dem Browser ein, in dem Sie ihn angefordert haben.",
  signUpButton: "Konto erstellen",
  proofSubject: "Ihr Code für {service}",
  proofText:
    "Jemand, der an Ihrem Konto bei {service} angemeldet ist, möchte etwas Wichtiges ändern. Geben Sie diesen Code " +
    "ein, um zu bestätigen, dass Sie es sind.",
  codeLifetime: "Der Code ist {duration} gültig und funktioniert einmal.",
  proofNotYou:
    "Waren Sie das nicht? Dann hat jemand anderes Zugriff auf Ihr Konto. Melden Sie alle Geräte ab, und nennen Sie " +
    "den Code niemandem.",
  emailChangeSubject: "Bestätigen Sie Ihre neue E-Mail-Adresse",
  emailChangeText: "Bitte bestätigen Sie, dass {newEmail} die neue Adresse Ihres Kontos bei {service} werden soll.",
  emailChangeButton: "Neue Adresse bestätigen",
  emailChangeNotYou:
    "Sie haben das nicht veranlasst? Dann ignorieren Sie diese E-Mail. Die Adresse des Kontos bleibt, wie sie ist.",
  emailChangedSubject: "Ihre E-Mail-Adresse wurde geändert",
  emailChangedText: "Die Adresse Ihres Kontos bei {service} ist jetzt {newEmail}. Bisher war es {previousEmail}.",
  emailChangedNotYou:
    "Das waren nicht Sie? Dann hat jemand anderes Zugriff auf Ihr Konto. Wenden Sie sich sofort an {service}.",
  newDeviceSubject: "Neue Anmeldung bei Ihrem Konto",
  newDeviceText:
    "Bei Ihrem Konto bei {service} hat sich jemand auf einem Gerät angemeldet, auf dem Sie nicht angemeldet waren.",
  newDeviceButton: "Ihre Geräte ansehen",
  newDeviceNotYou:
    "Das waren Sie? Dann müssen Sie nichts tun. Wenn nicht, melden Sie das Gerät ab und ändern Sie jetzt Ihr Passwort.",
  passwordChangedSubject: "Ihr Passwort wurde geändert",
  passwordChangedText: "Das Passwort Ihres Kontos bei {service} wurde geändert. Alle anderen Geräte sind abgemeldet.",
  passwordChangedButton: "Neues Passwort wählen",
  passwordChangedNotYou: "Das waren Sie? Dann müssen Sie nichts tun. Wenn nicht, wählen Sie jetzt ein neues Passwort.",
  identityLinkedSubject: "Ein Konto wurde verbunden",
  identityLinkedText:
    "Mit einem Konto bei einem anderen Dienst kann man sich jetzt bei Ihrem Konto bei {service} anmelden.",
  identityUnlinkedSubject: "Ein Konto wurde getrennt",
  identityUnlinkedText:
    "Mit einem Konto bei einem anderen Dienst kann man sich nicht mehr bei Ihrem Konto bei {service} anmelden.",
  identityButton: "Ihr Konto ansehen",
  identityNotYou:
    "Das waren Sie? Dann müssen Sie nichts tun. Wenn nicht, prüfen Sie jetzt die verbundenen Konten und Ihr Passwort.",
  passkeyAddedSubject: "Ein Passkey wurde hinzugefügt",
  passkeyAddedText: "Zu Ihrem Konto bei {service} wurde ein Passkey hinzugefügt, mit dem man sich anmelden kann.",
  passkeyDeletedSubject: "Ein Passkey wurde gelöscht",
  passkeyDeletedText: "Ein Passkey Ihres Kontos bei {service} wurde gelöscht. Man kann sich damit nicht mehr anmelden.",
  passkeyNotYou: "Wenn Sie das waren, ist nichts zu tun. Wenn nicht, prüfen Sie jetzt Ihre Passkeys und Ihr Passwort.",
  factorEnabledSubject: "Bestätigung in zwei Schritten eingeschaltet",
  factorEnabledText:
    "Die Bestätigung in zwei Schritten ist bei {service} eingeschaltet. Beim Anmelden wird auch ein Code verlangt.",
  factorDisabledSubject: "Bestätigung in zwei Schritten ausgeschaltet",
  factorDisabledText:
    "Die Bestätigung in zwei Schritten ist bei {service} ausgeschaltet. Beim Anmelden wird kein Code mehr verlangt.",
  recoveryCodeUsedSubject: "Ein Wiederherstellungscode wurde verwendet",
  recoveryCodeUsedText:
    "Für Ihr Konto bei {service} wurde ein Wiederherstellungscode verwendet. Er gilt nicht noch einmal.",
  factorNotYou:
    "Wenn Sie das waren, ist nichts zu tun. Wenn nicht, ändern Sie jetzt Ihr Passwort und prüfen Sie Ihr Konto.",
  detailsTime: "Zeit",
  detailsDevice: "Gerät",
  detailsAddress: "IP-Adresse",
  detailsDeviceName: "{browser} auf {system}",
  detailsDeviceUnknown: "Unbekannt",
};
