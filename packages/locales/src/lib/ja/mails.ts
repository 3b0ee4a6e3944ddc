import type { MailSentences } from "../sentences.ts";

/** The sentences of emails, in Japanese. */
export const mails: MailSentences = {
  greeting: "いつもご利用ありがとうございます。",
  linkText: "ボタンが動作しない場合は、次のアドレスをブラウザーにコピーしてください。",
  linkLifetime: "このリンクの有効期間は{duration}で、一度だけ使用できます。",
  reason: "{email}が{service}のアカウントに登録されているため、このメールをお送りしています。",
  verificationSubject: "メールアドレスの確認のお願い",
  verificationText: "{email}が{service}でお使いのメールアドレスであることを確認してください。",
  verificationButton: "アドレスを確認",
  verificationNotYou:
    "{service}のアカウントを作成していない場合は、このメールを無視してください。アドレスは確認されません。",
  resetSubject: "新しいパスワードの設定",
  resetText: "{service}のアカウントについて、新しいパスワードの設定が請求されました。次のリンクから設定してください。",
  resetButton: "新しいパスワードを設定",
  resetNotYou: "お心当たりがない場合は、このメールを無視してください。パスワードは変更されません。",
  signInSubject: "{service}へのログイン",
  signInText:
    "{service}のアカウントへのログインが請求されました。ボタンを押すか、請求したブラウザーで次のコードを入力してください。",
  signInCode: "コード",
  signInButton: "ログイン",
  signInNotYou: "お心当たりがない場合は、このメールを無視してください。コードは誰にも教えないでください。",
  signUpSubject: "{service}のアカウントの作成",
  signUpText:
    "{email}の{service}のアカウントはまだありません。作成するには、ボタンを押すか、請求したブラウザーで次のコードを入力してください。",
  signUpButton: "アカウントを作成",
  proofSubject: "{service}の確認コード",
  proofText:
    "{service}のアカウントにログイン中の方が、重要な変更を行おうとしています。ご本人であることを確認するため、次のコードを入力してください。",
  codeLifetime: "このコードの有効期間は{duration}で、一度だけ使用できます。",
  proofNotYou:
    "お心当たりがない場合は、第三者がアカウントにアクセスしています。すべてのデバイスからログアウトし、コードは誰にも教えないでください。",
  emailChangeSubject: "新しいメールアドレスの確認のお願い",
  emailChangeText: "{service}のアカウントの新しいアドレスを{newEmail}に変更することを確認してください。",
  emailChangeButton: "新しいアドレスを確認",
  emailChangeNotYou: "お心当たりがない場合は、このメールを無視してください。アカウントのアドレスは変更されません。",
  emailChangedSubject: "メールアドレスが変更されました",
  emailChangedText: "{service}のアカウントのアドレスが{previousEmail}から{newEmail}に変更されました。",
  emailChangedNotYou:
    "お心当たりがない場合は、第三者がアカウントにアクセスしています。すぐに{service}にお問い合わせください。",
  newDeviceSubject: "アカウントへの新しいログイン",
  newDeviceText: "ログイン中ではなかったデバイスから、{service}のアカウントへのログインがありました。",
  newDeviceButton: "デバイスを確認",
  newDeviceNotYou:
    "ご本人の場合は、何もする必要はありません。お心当たりがない場合は、そのデバイスをログアウトし、すぐにパスワードを変更してください。",
  passwordChangedSubject: "パスワードが変更されました",
  passwordChangedText:
    "{service}のアカウントのパスワードが変更されました。ほかのすべてのデバイスからログアウトしました。",
  passwordChangedButton: "新しいパスワードを設定",
  passwordChangedNotYou:
    "ご本人の場合は、何もする必要はありません。お心当たりがない場合は、すぐに新しいパスワードを設定してください。",
  identityLinkedSubject: "アカウントが連携されました",
  identityLinkedText:
    "ほかのサービスのアカウントが、{service}のアカウントに連携されました。今後はそのアカウントでもログインできます。",
  identityUnlinkedSubject: "アカウントの連携が解除されました",
  identityUnlinkedText:
    "ほかのサービスのアカウントと{service}のアカウントの連携が解除されました。そのアカウントではログインできなくなりました。",
  identityButton: "アカウントを確認",
  identityNotYou:
    "心当たりがある場合、対応は不要です。心当たりがない場合は、すぐに連携アカウントを確認し、パスワードを変更してください。",
  passkeyAddedSubject: "パスキーが追加されました",
  passkeyAddedText: "{service}のアカウントにパスキーが追加され、ログインに使えるようになりました。",
  passkeyDeletedSubject: "パスキーが削除されました",
  passkeyDeletedText: "{service}のアカウントからパスキーが削除され、ログインに使えなくなりました。",
  passkeyNotYou:
    "ご本人の操作であれば、何もする必要はありません。心当たりがない場合は、今すぐパスキーとパスワードを確認してください。",
  factorEnabledSubject: "2段階認証が有効になりました",
  factorEnabledText: "{service}のアカウントで2段階認証が有効になりました。今後はログイン時にコードも必要です。",
  factorDisabledSubject: "2段階認証が無効になりました",
  factorDisabledText: "{service}のアカウントで2段階認証が無効になりました。今後はログイン時にコードは不要です。",
  recoveryCodeUsedSubject: "リカバリーコードが使われました",
  recoveryCodeUsedText:
    "{service}のアカウントで、コードの代わりにリカバリーコードが使われました。同じコードは再び使えません。",
  factorNotYou:
    "ご本人の操作であれば、何もする必要はありません。心当たりがない場合は、今すぐ新しいパスワードを設定し、アカウントを確認してください。",
  detailsTime: "日時",
  detailsDevice: "デバイス",
  detailsAddress: "IPアドレス",
  detailsDeviceName: "{browser}（{system}）",
  detailsDeviceUnknown: "不明",
};
