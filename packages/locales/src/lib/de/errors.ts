import type { ErrorSentences } from "../sentences.ts";

/** One sentence for each error code, in German. */
export const errors: ErrorSentences = {
  invalid_request:
    "Das Formular konnte nicht gelesen werden. Laden Sie die Seite neu und versuchen Sie es noch einmal.",
  invalid_email: "Diese E-Mail-Adresse ist nicht möglich. Prüfen Sie sie oder geben Sie eine andere ein.",
  invalid_password: "Dieses Passwort ist nicht möglich. Wählen Sie ein anderes.",
  password_too_short: "Dieses Passwort ist zu kurz. Wählen Sie ein längeres.",
  password_too_long: "Dieses Passwort ist zu lang. Wählen Sie ein kürzeres.",
  password_too_common:
    "Dieses Passwort ist leicht zu erraten oder aus einem Datenleck bekannt. Wählen Sie ein anderes.",
  invalid_metadata: "Einige Angaben können nicht gespeichert werden. Prüfen Sie sie und versuchen Sie es noch einmal.",
  invalid_username: "Verwenden Sie 3 bis 32 Buchstaben, Ziffern, Punkte, Binde- oder Unterstriche.",
  invalid_input: "Dieser Wert ist nicht erlaubt. Prüfen Sie ihn und versuchen Sie es noch einmal.",
  invalid_token: "Dieser Link ist nicht mehr gültig. Fordern Sie einen neuen an.",
  invalid_credentials: "Diese Anmeldedaten stimmen nicht. Prüfen Sie sie und versuchen Sie es noch einmal.",
  unauthenticated: "Sie sind nicht angemeldet. Melden Sie sich an und versuchen Sie es noch einmal.",
  sign_ups_closed: "Zurzeit können keine neuen Konten erstellt werden.",
  forbidden_origin:
    "Zu Ihrer Sicherheit wurde diese Anfrage blockiert. Laden Sie die Seite neu und versuchen Sie es noch einmal.",
  email_not_verified:
    "Bestätigen Sie zuerst Ihre E-Mail-Adresse. Folgen Sie dem Link in der E-Mail, die wir Ihnen gesendet haben.",
  refused: "Das ist nicht erlaubt. Wenden Sie sich an den Support, wenn Sie das für einen Fehler halten.",
  not_found: "Das gibt es nicht mehr. Laden Sie die Seite neu.",
  method_not_allowed: "Das ist hier nicht möglich. Laden Sie die Seite neu und versuchen Sie es noch einmal.",
  user_exists: "Zu dieser E-Mail-Adresse gibt es schon ein Konto. Melden Sie sich damit an.",
  username_taken: "Dieser Benutzername ist vergeben. Wählen Sie einen anderen.",
  payload_too_large: "Das ist zu viel Text. Kürzen Sie ihn und versuchen Sie es noch einmal.",
  unsupported_media_type:
    "Das Formular konnte nicht gelesen werden. Laden Sie die Seite neu und versuchen Sie es noch einmal.",
  proof_required: "Bestätigen Sie, dass Sie es sind, um fortzufahren.",
  second_factor_required: "Geben Sie den Code Ihrer Authentifizierungs-App ein, um fortzufahren.",
  second_factor_setup_required:
    "Dieses Konto braucht die Bestätigung in zwei Schritten. Richten Sie sie ein, um fortzufahren.",
  invalid_code: "Dieser Code stimmt nicht. Prüfen Sie ihn und versuchen Sie es noch einmal.",
  invalid_passkey:
    "Dieser Passkey konnte nicht geprüft werden. Versuchen Sie es noch einmal oder melden Sie sich anders an.",
  passkey_taken: "Dieses Gerät hat schon einen Passkey für dieses Konto. Nutzen Sie ein anderes Gerät.",
  second_factor_enabled: "Die Bestätigung in zwei Schritten ist schon eingeschaltet.",
  second_factor_disabled: "Die Bestätigung in zwei Schritten ist nicht eingeschaltet.",
  link_required:
    "Zu dieser E-Mail-Adresse gibt es schon ein Konto. Melden Sie sich wie bisher an, dann wird es verbunden.",
  email_required:
    "Uns fehlt eine E-Mail-Adresse. Erstellen Sie zuerst ein Konto mit Ihrer Adresse und verbinden Sie dann beides.",
  identity_taken: "Das ist schon mit einem anderen Konto verbunden.",
  last_user:
    "Das ist das letzte aktive Konto, und eines muss bleiben. Lege zuerst ein anderes an oder aktiviere eines.",
  last_way_in:
    "Das ist Ihre einzige Anmeldemöglichkeit. Legen Sie zuerst ein Passwort fest oder verbinden Sie etwas anderes.",
  access_denied:
    "Sie haben dieser Anmeldung nicht zugestimmt. Versuchen Sie es noch einmal oder melden Sie sich anders an.",
  flow_expired: "Das hat zu lange gedauert oder wurde in einem anderen Fenster begonnen. Versuchen Sie es noch einmal.",
  provider_failed:
    "Diese Anmeldung ist gerade nicht möglich. Versuchen Sie es später noch einmal oder melden Sie sich anders an.",
  rate_limited: "Zu viele Versuche. Warten Sie einige Minuten und versuchen Sie es noch einmal.",
  rateLimitedFor: "Zu viele Versuche. Warten Sie {duration} und versuchen Sie es noch einmal.",
  internal: "Bei uns ist ein Fehler aufgetreten. Versuchen Sie es später noch einmal.",
  overloaded: "Gerade gibt es sehr viele Anfragen. Versuchen Sie es in einigen Sekunden noch einmal.",
  storage_unavailable: "Der Dienst ist gerade nicht erreichbar. Versuchen Sie es in einigen Sekunden noch einmal.",
  network: "Der Server ist nicht erreichbar. Prüfen Sie Ihre Internetverbindung und versuchen Sie es noch einmal.",
};
