import type { MailSentences } from "../sentences.ts";

/** The sentences of emails, in Portuguese. */
export const mails: MailSentences = {
  greeting: "Olá,",
  linkText: "Se o botão não funcionar, copie este endereço para o seu navegador:",
  linkLifetime: "O link é válido por {duration} e funciona uma única vez.",
  reason: "Você recebeu este e-mail porque {email} pertence a uma conta em {service}.",
  verificationSubject: "Confirme seu endereço de e-mail",
  verificationText: "Confirme que {email} é seu endereço de e-mail em {service}.",
  verificationButton: "Confirmar endereço",
  verificationNotYou:
    "Você não criou uma conta em {service}? Então ignore este e-mail. O endereço continuará sem confirmação.",
  resetSubject: "Escolha uma nova senha",
  resetText: "Alguém pediu uma nova senha para sua conta em {service}. Escolha-a aqui:",
  resetButton: "Escolher nova senha",
  resetNotYou: "Você não pediu isto? Então ignore este e-mail. Sua senha continuará a mesma.",
  signInSubject: "Entre em {service}",
  signInText:
    "Alguém pediu para entrar na sua conta em {service}. Pressione o botão ou digite este código no navegador em " +
    "que você o pediu.",
  signInCode: "Seu código",
  signInButton: "Entrar",
  signInNotYou: "Você não pediu isto? Então ignore este e-mail. Não informe o código a ninguém.",
  signUpSubject: "Crie sua conta em {service}",
  signUpText:
    "{email} ainda não tem uma conta em {service}. Para criá-la, pressione o botão ou digite este código no " +
    "navegador em que você o pediu.",
  signUpButton: "Criar conta",
  proofSubject: "Seu código para {service}",
  proofText:
    "Alguém conectado à sua conta em {service} quer mudar algo importante. Digite este código para confirmar que é " +
    "você.",
  codeLifetime: "O código é válido por {duration} e funciona uma única vez.",
  proofNotYou:
    "Não foi você? Então outra pessoa tem acesso à sua conta. Saia de todos os dispositivos e não informe o código " +
    "a ninguém.",
  emailChangeSubject: "Confirme seu novo endereço de e-mail",
  emailChangeText: "Confirme que {newEmail} deve ser o novo endereço da sua conta em {service}.",
  emailChangeButton: "Confirmar novo endereço",
  emailChangeNotYou: "Você não pediu isto? Então ignore este e-mail. O endereço da conta continuará o mesmo.",
  emailChangedSubject: "Seu endereço de e-mail foi alterado",
  emailChangedText: "O endereço da sua conta em {service} agora é {newEmail}. Antes era {previousEmail}.",
  emailChangedNotYou: "Não foi você? Então outra pessoa tem acesso à sua conta. Fale com {service} imediatamente.",
  newDeviceSubject: "Novo acesso à sua conta",
  newDeviceText: "Alguém entrou na sua conta em {service} com um dispositivo no qual você não estava conectado.",
  newDeviceButton: "Ver seus dispositivos",
  newDeviceNotYou:
    "Foi você? Então não precisa fazer nada. Se não foi, desconecte o dispositivo e altere sua senha agora.",
  passwordChangedSubject: "Sua senha foi alterada",
  passwordChangedText:
    "A senha da sua conta em {service} foi alterada. Todos os outros dispositivos foram desconectados.",
  passwordChangedButton: "Escolher nova senha",
  passwordChangedNotYou: "Foi você? Então não precisa fazer nada. Se não foi, escolha uma nova senha agora.",
  identityLinkedSubject: "Uma conta foi vinculada",
  identityLinkedText:
    "Uma conta de outro serviço foi vinculada à sua conta em {service}. A partir de agora ela permite entrar.",
  identityUnlinkedSubject: "Uma conta foi desvinculada",
  identityUnlinkedText:
    "Uma conta de outro serviço foi desvinculada da sua conta em {service}. Ela não permite mais entrar.",
  identityButton: "Ver sua conta",
  identityNotYou:
    "Foi você? Então não precisa fazer nada. Se não foi, verifique suas contas vinculadas e mude sua senha agora.",
  passkeyAddedSubject: "Uma chave de acesso foi adicionada",
  passkeyAddedText: "Uma chave de acesso foi adicionada à sua conta em {service} e permite entrar nela.",
  passkeyDeletedSubject: "Uma chave de acesso foi excluída",
  passkeyDeletedText: "Uma chave de acesso da sua conta em {service} foi excluída. Ela não permite mais entrar.",
  passkeyNotYou: "Se foi você, não precisa fazer nada. Se não foi, confira agora suas chaves de acesso e sua senha.",
  factorEnabledSubject: "A verificação em duas etapas está ativada",
  factorEnabledText:
    "A verificação em duas etapas foi ativada na sua conta em {service}. Ao entrar, agora também é pedido um código.",
  factorDisabledSubject: "A verificação em duas etapas está desativada",
  factorDisabledText:
    "A verificação em duas etapas foi desativada na sua conta em {service}. Ao entrar, não é mais pedido um código.",
  recoveryCodeUsedSubject: "Um código de recuperação foi usado",
  recoveryCodeUsedText:
    "Um código de recuperação da sua conta em {service} foi usado no lugar de um código. Ele não funciona de novo.",
  factorNotYou: "Se foi você, não precisa fazer nada. Se não foi, escolha agora uma nova senha e confira sua conta.",
  detailsTime: "Data e hora",
  detailsDevice: "Dispositivo",
  detailsAddress: "Endereço IP",
  detailsDeviceName: "{browser} no {system}",
  detailsDeviceUnknown: "Desconhecido",
};
