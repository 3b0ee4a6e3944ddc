import type { MailSentences } from "../sentences.ts";

/** The sentences of emails, in Spanish. */
export const mails: MailSentences = {
  greeting: "Hola:",
  linkText: "Si el botón no funciona, copia esta dirección en tu navegador:",
  linkLifetime: "El enlace es válido durante {duration} y funciona una sola vez.",
  reason: "Recibes este correo porque {email} pertenece a una cuenta de {service}.",
  verificationSubject: "Confirma tu dirección de correo",
  verificationText: "Confirma que {email} es tu dirección de correo en {service}.",
  verificationButton: "Confirmar dirección",
  verificationNotYou:
    "¿No creaste una cuenta en {service}? Entonces ignora este correo. La dirección quedará sin confirmar.",
  resetSubject: "Elige una contraseña nueva",
  resetText: "Alguien pidió una contraseña nueva para tu cuenta de {service}. Elígela aquí:",
  resetButton: "Elegir contraseña nueva",
  resetNotYou: "¿No lo pediste? Entonces ignora este correo. Tu contraseña seguirá siendo la misma.",
  signInSubject: "Inicia sesión en {service}",
  signInText:
    "Alguien pidió iniciar sesión en tu cuenta de {service}. Pulsa el botón o escribe este código en el navegador " +
    "en el que lo pediste.",
  signInCode: "Tu código",
  signInButton: "Iniciar sesión",
  signInNotYou: "¿No lo pediste? Entonces ignora este correo. No le digas el código a nadie.",
  signUpSubject: "Crea tu cuenta de {service}",
  signUpText:
    "{email} aún no tiene una cuenta de {service}. Para crearla, pulsa el botón o escribe este código en el " +
    "navegador en el que lo pediste.",
  signUpButton: "Crear cuenta",
  proofSubject: "Tu código de {service}",
  proofText:
    "Alguien que ha iniciado sesión en tu cuenta de {service} quiere cambiar algo importante. Escribe este código " +
    "para confirmar que eres tú.",
  codeLifetime: "El código es válido durante {duration} y funciona una sola vez.",
  proofNotYou:
    "¿No fuiste tú? Entonces otra persona tiene acceso a tu cuenta. Cierra la sesión en todos los dispositivos y " +
    "no le digas el código a nadie.",
  emailChangeSubject: "Confirma tu nueva dirección de correo",
  emailChangeText: "Confirma que {newEmail} debe ser la nueva dirección de tu cuenta de {service}.",
  emailChangeButton: "Confirmar la dirección nueva",
  emailChangeNotYou: "¿No lo pediste? Entonces ignora este correo. La dirección de la cuenta seguirá siendo la misma.",
  emailChangedSubject: "Tu dirección de correo ha cambiado",
  emailChangedText: "La dirección de tu cuenta de {service} es ahora {newEmail}. Antes era {previousEmail}.",
  emailChangedNotYou:
    "¿No fuiste tú? Entonces otra persona tiene acceso a tu cuenta. Ponte en contacto con {service} de inmediato.",
  newDeviceSubject: "Nuevo inicio de sesión en tu cuenta",
  newDeviceText:
    "Alguien inició sesión en tu cuenta de {service} en un dispositivo en el que no tenías la sesión iniciada.",
  newDeviceButton: "Ver tus dispositivos",
  newDeviceNotYou:
    "¿Fuiste tú? Entonces no hagas nada. Si no, cierra la sesión en el dispositivo y cambia tu contraseña ahora.",
  passwordChangedSubject: "Tu contraseña ha cambiado",
  passwordChangedText:
    "La contraseña de tu cuenta de {service} ha cambiado. Se cerró la sesión en todos los demás dispositivos.",
  passwordChangedButton: "Elegir contraseña nueva",
  passwordChangedNotYou: "¿Fuiste tú? Entonces no hagas nada. Si no, elige ahora una contraseña nueva.",
  identityLinkedSubject: "Se vinculó una cuenta",
  identityLinkedText:
    "Se vinculó una cuenta de otro servicio a tu cuenta de {service}. A partir de ahora permite iniciar sesión.",
  identityUnlinkedSubject: "Se desvinculó una cuenta",
  identityUnlinkedText:
    "Se desvinculó una cuenta de otro servicio de tu cuenta de {service}. Ya no permite iniciar sesión.",
  identityButton: "Ver tu cuenta",
  identityNotYou:
    "¿Fuiste tú? Entonces no hagas nada. Si no, revisa ahora tus cuentas vinculadas y cambia tu contraseña.",
  passkeyAddedSubject: "Se añadió una llave de acceso",
  passkeyAddedText: "Se añadió una llave de acceso a tu cuenta de {service}, con la que se puede iniciar sesión.",
  passkeyDeletedSubject: "Se eliminó una llave de acceso",
  passkeyDeletedText: "Se eliminó una llave de acceso de tu cuenta de {service}. Ya no sirve para iniciar sesión.",
  passkeyNotYou: "Si fuiste tú, no tienes que hacer nada. Si no, revisa ahora tus llaves de acceso y tu contraseña.",
  factorEnabledSubject: "La verificación en dos pasos está activada",
  factorEnabledText:
    "Se activó la verificación en dos pasos de tu cuenta de {service}. Al iniciar sesión se pide un código.",
  factorDisabledSubject: "La verificación en dos pasos está desactivada",
  factorDisabledText:
    "Se desactivó la verificación en dos pasos de tu cuenta de {service}. Al iniciar sesión ya no se pide un código.",
  recoveryCodeUsedSubject: "Se usó un código de recuperación",
  recoveryCodeUsedText:
    "Se usó un código de recuperación de tu cuenta de {service} en lugar de un código. No sirve otra vez.",
  factorNotYou: "Si fuiste tú, no tienes que hacer nada. Si no, elige ahora una nueva contraseña y revisa tu cuenta.",
  detailsTime: "Fecha y hora",
  detailsDevice: "Dispositivo",
  detailsAddress: "Dirección IP",
  detailsDeviceName: "{browser} en {system}",
  detailsDeviceUnknown: "Desconocido",
};
