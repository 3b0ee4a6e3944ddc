import { scriptOf, type Script } from "../html/script.ts";

/**
 * What passkeys need of the browser (WebAuthn Level 3 §5.1). It shows the buttons where the browser has passkeys, and
 * says beside a button why something failed. A page that stays open gets a new challenge every four minutes, since each
 * is good for five; where the server is away, it asks again a minute later. Of the browser it asks for bytes alone: not
 * every browser reads and writes the JSON of passkeys, and what some password managers give throws at it.
 */
const TEXT = `(() => {
const all = (name) => document.querySelectorAll("[" + name + "]");
const Passkey = window.PublicKeyCredential;
if (!Passkey) {
  for (const one of all("data-no-passkeys")) one.hidden = false;
  return;
}
for (const one of all("data-scripted")) one.hidden = false;
const KINDS = {
  "sign-in": ["/signin/passkey/options", "/signin/passkey"],
  "sign-up": ["/signup/passkey/options", "/signup/passkey", 1],
  add: ["/passkeys/options", "/passkeys", 1],
  prove: ["/prove/passkey/options", "/prove/passkey"],
};
let waiting;
const send = async (path, body = {}) => {
  const init = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  const answer = await fetch(path, init).catch(() => { throw "network"; });
  const value = await answer.json().catch(() => ({}));
  if (!answer.ok) throw value.code ?? "internal";
  return value;
};
const bytes = (text) => {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (one) => one.charCodeAt(0));
};
const read = (json) => {
  const options = { ...json, challenge: bytes(json.challenge) };
  if (json.user) options.user = { ...json.user, id: bytes(json.user.id) };
  for (const name of ["excludeCredentials", "allowCredentials"])
    if (json[name]) options[name] = json[name].map((one) => ({ ...one, id: bytes(one.id) }));
  return options;
};
const FIELDS = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
const answerOf = ({ id, type, response }) => {
  const answer = {};
  for (const name of FIELDS)
    if (response[name]) {
      const binary = String.fromCharCode(...new Uint8Array(response[name]));
      answer[name] = btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
    }
  try {
    answer.transports = response.getTransports?.();
  } catch {}
  return { id, rawId: id, type, response: answer };
};
const ask = async (isNew, options, more) => {
  try {
    const publicKey = read(options);
    return answerOf(await navigator.credentials[isNew ? "create" : "get"]({ publicKey, ...more }));
  } catch (error) {
    throw error.name === "InvalidStateError" ? "passkey_taken" : "access_denied";
  }
};
const run = async (box, input, more, picked) => {
  const { base, passkey, name } = box.dataset;
  const [first, last, isNew] = KINDS[passkey];
  const { options } = await send(base + first, input);
  const response = await ask(isNew, options, more);
  picked?.();
  await send(base + last, { response, ...(name && { name }) });
  const form = box.closest("form");
  if (!form) return location.assign(box.dataset.to);
  form.noValidate = true;
  form.requestSubmit();
};
const fail = (box, code) => {
  const sentences = JSON.parse(box.dataset.errors);
  const alert = box.querySelector("[role=alert]");
  alert.textContent = sentences[code] ?? sentences.internal;
  alert.hidden = false;
};
const offer = async (box) => {
  const own = (waiting = new AbortController());
  const { signal } = own;
  const timer = setTimeout(() => own.abort("old"), 240000);
  let isPicked;
  try {
    await run(box, {}, { mediation: "conditional", signal }, () => (isPicked = true));
  } catch (code) {
    if (signal.aborted && signal.reason !== "old") return;
    if (isPicked) fail(box, code);
    if (isPicked || signal.aborted) offer(box);
    else if (code !== "access_denied") setTimeout(() => signal.aborted || offer(box), 60000);
  } finally {
    clearTimeout(timer);
  }
};
for (const box of all("data-passkey")) {
  const kind = box.dataset.passkey;
  const button = box.querySelector("button");
  box.hidden = false;
  const start = async () => {
    const email = kind === "sign-up" && document.querySelector("form [name=email]");
    if (email && !email.reportValidity()) return;
    box.querySelector("[role=alert]").hidden = true;
    waiting?.abort();
    await run(box, email ? { email: email.value } : {});
  };
  button.addEventListener("click", async () => {
    if (button.ariaDisabled) return;
    button.ariaDisabled = "true";
    await start().catch((code) => {
      fail(box, code);
      if (kind === "sign-in") offers(box);
    });
    button.ariaDisabled = null;
  });
  if (kind === "sign-in") offers(box);
}
async function offers(box) {
  if (await Passkey.isConditionalMediationAvailable?.()) offer(box);
}
})();`;

let made: Script | undefined;

/** The script of pages with passkeys. */
export function passkeyScript(): Script {
  return (made ??= scriptOf(TEXT));
}
