import type { PasskeySentences } from "../sentences.ts";

/** The sentences of passkeys, in French. */
export const passkeys: PasskeySentences = {
  title: "Clés d’accès",
  text: "Avec une clé d’accès, vous vous connectez par empreinte, visage ou code de votre appareil, sans mot de passe.",
  none: "Vous n’avez pas encore de clé d’accès.",
  unsupported:
    "Ce navigateur ne peut pas utiliser de clés d’accès. Utilisez un autre navigateur ou appareil pour en ajouter une.",
  needsScript: "Pour ajouter une clé d’accès, activez JavaScript dans votre navigateur.",
  add: "Ajouter une clé d’accès",
  addDone: "Votre clé d’accès est prête. Vous pouvez désormais vous connecter avec elle.",
  notMade: "Aucune clé d’accès n’a été créée. Vous pouvez réessayer.",
  synced: "Synchronisée",
  created: "Ajoutée le {date}",
  lastUsed: "Utilisée pour la dernière fois le {date}",
  neverUsed: "Jamais utilisée",
  name: "Nom de la clé d’accès",
  rename: "Renommer",
  renameOf: "Renommer la clé d’accès {name}",
  renameButton: "Enregistrer le nom",
  renameDone: "Le nouveau nom est enregistré.",
  delete: "Supprimer",
  deleteOf: "Supprimer la clé d’accès {name}",
  deleteText: "Vous ne pourrez plus vous connecter avec cette clé d’accès. Supprimez-la aussi sur votre appareil.",
  deleteDone: "La clé d’accès est supprimée.",
  proof: "Confirmer avec une clé d’accès",
  notUsed: "Aucune clé d’accès n’a été utilisée. Vous pouvez réessayer.",
};
