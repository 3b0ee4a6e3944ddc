import type { PasskeySentences } from "../sentences.ts";

/** The sentences of passkeys, in Spanish. */
export const passkeys: PasskeySentences = {
  title: "Llaves de acceso",
  text: "Con una llave de acceso inicias sesión con tu huella, tu cara o el PIN de tu dispositivo, sin contraseña.",
  none: "Aún no tienes llaves de acceso.",
  unsupported: "Este navegador no puede usar llaves de acceso. Usa otro navegador o dispositivo para añadir una.",
  needsScript: "Para añadir una llave de acceso, activa JavaScript en tu navegador.",
  add: "Añadir una llave de acceso",
  addDone: "Tu llave de acceso está lista. Ya puedes usarla para iniciar sesión.",
  notMade: "No se ha creado ninguna llave de acceso. Puedes intentarlo de nuevo.",
  synced: "Sincronizada",
  created: "Añadida el {date}",
  lastUsed: "Usada por última vez el {date}",
  neverUsed: "Nunca se ha usado",
  name: "Nombre de la llave de acceso",
  rename: "Cambiar nombre",
  renameOf: "Cambiar nombre de la llave de acceso {name}",
  renameButton: "Guardar nombre",
  renameDone: "El nuevo nombre está guardado.",
  delete: "Eliminar",
  deleteOf: "Eliminar la llave de acceso {name}",
  deleteText: "Después ya no podrás iniciar sesión con esta llave de acceso. Elimínala también en tu dispositivo.",
  deleteDone: "La llave de acceso está eliminada.",
  proof: "Confirmar con una llave de acceso",
  notUsed: "No se ha usado ninguna llave de acceso. Puedes intentarlo de nuevo.",
};
