import type { PasskeySentences } from "../sentences.ts";

/** The sentences of passkeys, in German. */
export const passkeys: PasskeySentences = {
  title: "Passkeys",
  text: "Mit einem Passkey melden Sie sich per Fingerabdruck, Gesicht oder Geräte-PIN an, ohne Passwort.",
  none: "Sie haben noch keine Passkeys.",
  unsupported: "Dieser Browser kann keine Passkeys verwenden. Nutzen Sie einen anderen Browser oder ein anderes Gerät.",
  needsScript: "Schalten Sie JavaScript im Browser ein, um einen Passkey hinzuzufügen.",
  add: "Passkey hinzufügen",
  addDone: "Ihr Passkey ist bereit. Sie können sich ab jetzt damit anmelden.",
  notMade: "Es wurde kein Passkey erstellt. Sie können es noch einmal versuchen.",
  synced: "Synchronisiert",
  created: "Hinzugefügt am {date}",
  lastUsed: "Zuletzt verwendet am {date}",
  neverUsed: "Noch nie verwendet",
  name: "Name des Passkeys",
  rename: "Umbenennen",
  renameOf: "Passkey {name} umbenennen",
  renameButton: "Namen speichern",
  renameDone: "Der neue Name ist gespeichert.",
  delete: "Löschen",
  deleteOf: "Passkey {name} löschen",
  deleteText: "Danach können Sie sich mit diesem Passkey nicht mehr anmelden. Löschen Sie ihn auch auf Ihrem Gerät.",
  deleteDone: "Der Passkey ist gelöscht.",
  proof: "Mit Passkey bestätigen",
  notUsed: "Es wurde kein Passkey verwendet. Sie können es noch einmal versuchen.",
};
