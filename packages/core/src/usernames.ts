export {
  usernames,
  type UsernameSignInInput,
  type Usernames,
  type UsernameSignUpInput,
} from "./lib/account/usernames.ts";
