import type { PasskeySentences } from "../sentences.ts";

/** The sentences of passkeys, in Portuguese. */
export const passkeys: PasskeySentences = {
  title: "Chaves de acesso",
  text: "Com uma chave de acesso, você entra com sua digital, seu rosto ou o PIN do dispositivo, sem senha.",
  none: "Você ainda não tem chaves de acesso.",
  unsupported: "Este navegador não pode usar chaves de acesso. Use outro navegador ou dispositivo para adicionar uma.",
  needsScript: "Para adicionar uma chave de acesso, ative o JavaScript no navegador.",
  add: "Adicionar uma chave de acesso",
  addDone: "Sua chave de acesso está pronta. Você já pode entrar com ela.",
  notMade: "Nenhuma chave de acesso foi criada. Você pode tentar de novo.",
  synced: "Sincronizada",
  created: "Adicionada em {date}",
  lastUsed: "Usada pela última vez em {date}",
  neverUsed: "Nunca usada",
  name: "Nome da chave de acesso",
  rename: "Renomear",
  renameOf: "Renomear a chave de acesso {name}",
  renameButton: "Salvar nome",
  renameDone: "O novo nome foi salvo.",
  delete: "Excluir",
  deleteOf: "Excluir a chave de acesso {name}",
  deleteText: "Depois disso, você não poderá mais entrar com esta chave de acesso. Exclua-a também no dispositivo.",
  deleteDone: "A chave de acesso foi excluída.",
  proof: "Confirmar com uma chave de acesso",
  notUsed: "Nenhuma chave de acesso foi usada. Você pode tentar de novo.",
};
