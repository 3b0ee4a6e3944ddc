import type { PasskeySentences } from "../sentences.ts";

/** The sentences of passkeys, in Japanese. */
export const passkeys: PasskeySentences = {
  title: "パスキー",
  text: "パスキーを使うと、指紋や顔、デバイスのPINでログインでき、パスワードは要りません。",
  none: "パスキーはまだありません。",
  unsupported: "このブラウザーではパスキーを使えません。別のブラウザーまたはデバイスで追加してください。",
  needsScript: "パスキーを追加するには、ブラウザーでJavaScriptを有効にしてください。",
  add: "パスキーを追加",
  addDone: "パスキーの準備ができました。これからログインに使えます。",
  notMade: "パスキーは作成されませんでした。もう一度お試しください。",
  synced: "同期済み",
  created: "追加日時：{date}",
  lastUsed: "最終使用：{date}",
  neverUsed: "未使用",
  name: "パスキーの名前",
  rename: "名前を変更",
  renameOf: "パスキー「{name}」の名前を変更",
  renameButton: "名前を保存",
  renameDone: "新しい名前を保存しました。",
  delete: "削除",
  deleteOf: "パスキー「{name}」を削除",
  deleteText: "削除すると、このパスキーではログインできなくなります。デバイスからも削除してください。",
  deleteDone: "パスキーを削除しました。",
  proof: "パスキーで確認",
  notUsed: "パスキーは使われませんでした。もう一度お試しください。",
};
