import type { ErrorSentences } from "../sentences.ts";

/** One sentence for each error code, in French. */
export const errors: ErrorSentences = {
  invalid_request: "Le formulaire n’a pas pu être lu. Rechargez la page et réessayez.",
  invalid_email: "Cette adresse e-mail ne peut pas être utilisée. Vérifiez-la ou saisissez-en une autre.",
  invalid_password: "Ce mot de passe ne peut pas être utilisé. Choisissez-en un autre.",
  password_too_short: "Ce mot de passe est trop court. Choisissez-en un plus long.",
  password_too_long: "Ce mot de passe est trop long. Choisissez-en un plus court.",
  password_too_common:
    "Ce mot de passe est facile à deviner ou figure dans une fuite de données. Choisissez-en un autre.",
  invalid_metadata: "Certaines informations ne peuvent pas être enregistrées. Vérifiez-les et réessayez.",
  invalid_username: "Utilisez de 3 à 32 lettres, chiffres, points, tirets ou tirets bas.",
  invalid_input: "Cette valeur n’est pas autorisée. Vérifiez-la et réessayez.",
  invalid_token: "Ce lien n’est plus valable. Demandez-en un nouveau.",
  invalid_credentials: "Ces identifiants ne sont pas corrects. Vérifiez-les et réessayez.",
  unauthenticated: "Vous n’êtes pas connecté. Connectez-vous et réessayez.",
  sign_ups_closed: "Il n’est pas possible de créer un compte pour le moment.",
  forbidden_origin: "Par sécurité, cette demande a été bloquée. Rechargez la page et réessayez.",
  email_not_verified:
    "Confirmez d’abord votre adresse e-mail. Suivez le lien dans l’e-mail que nous vous avons envoyé.",
  refused: "Cette action n’est pas autorisée. Si vous pensez qu’il s’agit d’une erreur, contactez l’assistance.",
  not_found: "Cet élément n’existe plus. Rechargez la page.",
  method_not_allowed: "Cette action n’est pas possible ici. Rechargez la page et réessayez.",
  user_exists: "Un compte existe déjà avec cette adresse e-mail. Connectez-vous.",
  username_taken: "Ce nom d’utilisateur est déjà pris. Choisissez-en un autre.",
  payload_too_large: "Le texte est trop long. Raccourcissez-le et réessayez.",
  unsupported_media_type: "Le formulaire n’a pas pu être lu. Rechargez la page et réessayez.",
  proof_required: "Confirmez qu’il s’agit bien de vous pour continuer.",
  link_required:
    "Un compte existe déjà avec cette adresse e-mail. Connectez-vous-y comme d’habitude, et les deux seront associés.",
  email_required: "Il nous manque une adresse e-mail. Créez d’abord un compte avec la vôtre, puis associez les deux.",
  identity_taken: "Ce compte est déjà associé à un autre utilisateur.",
  last_user: "C’est le dernier compte actif, et il doit en rester un. Créez ou activez d’abord un autre compte.",
  last_way_in: "C’est votre seul moyen de connexion. Définissez d’abord un mot de passe ou associez un autre compte.",
  access_denied: "Vous n’avez pas autorisé cette connexion. Réessayez ou choisissez un autre moyen.",
  flow_expired: "L’opération a pris trop de temps ou a commencé dans une autre fenêtre. Réessayez.",
  provider_failed:
    "Ce moyen de connexion ne fonctionne pas pour le moment. Réessayez plus tard ou choisissez-en un autre.",
  rate_limited: "Trop de tentatives. Patientez quelques minutes et réessayez.",
  rateLimitedFor: "Trop de tentatives. Réessayez dans {duration}.",
  internal: "Une erreur s’est produite de notre côté. Réessayez plus tard.",
  overloaded: "Il y a beaucoup de demandes en ce moment. Réessayez dans quelques secondes.",
  storage_unavailable: "Le service n’est pas disponible pour le moment. Réessayez dans quelques secondes.",
  network: "Le serveur est injoignable. Vérifiez votre connexion Internet et réessayez.",
};
