import {
  apple,
  discord,
  facebook,
  github,
  gitlab,
  google,
  linkedin,
  microsoft,
  slack,
  spotify,
  twitch,
  x,
  type Profile,
  type Provider,
} from "@latchkey/oauth";
import { CLIENT, type Answers } from "./support/profiles.ts";

/** What a provider's documents show as an answer, and who it is. docs/guides/providers/index.md names the documents. */
export interface Sample {
  readonly provider: Provider;
  readonly said: Answers;
  readonly profile: Profile;
  /** The address of the API, for a provider without OpenID: what it answers is what a test changes. */
  readonly at?: string;
  /** The names of its fields, where they are not those of OpenID. */
  readonly fields: { readonly id: string; readonly email: string; readonly name?: string; readonly verified?: string };
}

const OPENID = { id: "sub", email: "email", name: "name", verified: "email_verified" };
const TENANT = "b9410318-09af-49c2-b0c3-653adc1f376e";
const OBJECT = "690222be-ff1a-4d56-abd1-7e4f7d38e474";
const ada = { email: "ada@example.com", name: "Ada Lovelace" };

export const samples: readonly Sample[] = [
  {
    provider: google(CLIENT),
    said: { sub: "110169484474386276334", email: "jsmith@gmail.com", email_verified: true, name: "John Smith" },
    profile: { subject: "110169484474386276334", email: "jsmith@gmail.com", emailIsProven: true, name: "John Smith" },
    fields: OPENID,
  },
  {
    provider: apple({ clientId: "com.example.web", teamId: "A1B2C3D4E5", keyId: "F6G7H8I9J0", privateKey: "" }),
    said: {
      sub: "000792.d71059495fa24644b94e4a644e2e3b4a.0638",
      email: "q4x8@privaterelay.appleid.com",
      email_verified: "true",
      is_private_email: "true",
      nonce_supported: true,
    },
    profile: {
      subject: "000792.d71059495fa24644b94e4a644e2e3b4a.0638",
      email: "q4x8@privaterelay.appleid.com",
      emailIsProven: true,
      name: null,
    },
    fields: OPENID,
  },
  {
    provider: microsoft(CLIENT),
    said: {
      tid: TENANT,
      oid: OBJECT,
      sub: "HKZpfaHyWadeOouYlitjrI-KffTm222X5rrV3xDqfKQ",
      ...ada,
      email_verified: true,
    },
    profile: { subject: `${TENANT}.${OBJECT}`, ...ada, emailIsProven: false },
    fields: { ...OPENID, id: "oid" },
  },
  {
    provider: gitlab(CLIENT),
    said: { sub: "1", sub_legacy: "9b6b3d", email_verified: true, ...ada },
    profile: { subject: "1", ...ada, emailIsProven: true },
    fields: OPENID,
  },
  {
    provider: slack(CLIENT),
    said: {
      sub: "U0R7MFMJM",
      "https://slack.com/team_id": "T0RR",
      "https://slack.com/user_id": "U0JM",
      email: "bront@slack-corp.com",
      email_verified: true,
      date_email_verified: 1622128723,
      name: "brent",
    },
    profile: { subject: "T0RR.U0R7MFMJM", email: "bront@slack-corp.com", emailIsProven: false, name: "brent" },
    fields: OPENID,
  },
  {
    provider: twitch(CLIENT),
    said: { sub: "713936733", email: "cool@example.com", email_verified: true, preferred_username: "CoolUser" },
    profile: { subject: "713936733", email: "cool@example.com", emailIsProven: true, name: "CoolUser" },
    fields: { ...OPENID, name: "preferred_username" },
  },
  {
    provider: github(CLIENT),
    said: {
      "https://api.github.com/user": { login: "octocat", id: 583231, email: "public@example.com", name: "The Octocat" },
      "https://api.github.com/user/emails": [
        { email: "other@example.com", verified: true, primary: false, visibility: null },
        { email: "octocat@github.com", verified: true, primary: true, visibility: "public" },
      ],
    },
    profile: { subject: "583231", email: "octocat@github.com", emailIsProven: true, name: "The Octocat" },
    at: "https://api.github.com/user",
    fields: { id: "id", email: "email", name: "name" },
  },
  {
    provider: facebook(CLIENT),
    said: { "https://graph.facebook.com/v21.0/me": { id: "10157542301274729", ...ada } },
    profile: { subject: "10157542301274729", ...ada, emailIsProven: false },
    at: "https://graph.facebook.com/v21.0/me",
    fields: { id: "id", email: "email", name: "name" },
  },
  {
    provider: discord(CLIENT),
    said: {
      "https://discord.com/api/v10/users/@me": {
        id: "80351110224678912",
        username: "nelly",
        discriminator: "0",
        global_name: "Nelly",
        verified: true,
        email: "nelly@discord.com",
      },
    },
    profile: { subject: "80351110224678912", email: "nelly@discord.com", emailIsProven: true, name: "Nelly" },
    at: "https://discord.com/api/v10/users/@me",
    fields: { id: "id", email: "email", name: "global_name", verified: "verified" },
  },
  {
    provider: linkedin(CLIENT),
    said: {
      "https://api.linkedin.com/v2/userinfo": {
        sub: "782bbtaQ",
        name: "John Doe",
        email: "doe@email.com",
        email_verified: true,
        locale: "en-US",
      },
    },
    profile: { subject: "782bbtaQ", email: "doe@email.com", emailIsProven: true, name: "John Doe" },
    at: "https://api.linkedin.com/v2/userinfo",
    fields: OPENID,
  },
  {
    provider: x(CLIENT),
    said: {
      "https://api.x.com/2/users/me": {
        data: { id: "2244994945", name: "X Dev", username: "TwitterDev", confirmed_email: "dev@example.com" },
      },
    },
    profile: { subject: "2244994945", email: "dev@example.com", emailIsProven: false, name: "X Dev" },
    at: "https://api.x.com/2/users/me",
    fields: { id: "id", email: "confirmed_email", name: "name" },
  },
  {
    provider: spotify(CLIENT),
    said: {
      "https://api.spotify.com/v1/me": {
        id: "wizzler",
        account_id: "5f1c2e0a9d",
        display_name: "JM Wizzler",
        email: "email@example.com",
      },
    },
    profile: { subject: "5f1c2e0a9d", email: "email@example.com", emailIsProven: false, name: "JM Wizzler" },
    at: "https://api.spotify.com/v1/me",
    fields: { id: "account_id", email: "email", name: "display_name" },
  },
];

/** The sample with some of its fields changed; `undefined` leaves a field out. */
export function changed({ said, at }: Sample, changes: Answers): Answers {
  if (at === undefined) return { ...said, ...changes };
  const answer = said[at] as { data?: object };
  const next = answer.data ? { data: { ...answer.data, ...changes } } : { ...answer, ...changes };
  return { ...said, [at]: next };
}
