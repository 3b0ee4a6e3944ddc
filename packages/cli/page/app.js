const base = document.body.dataset.basePath;
const byId = (id) => document.getElementById(id);
const form = document.querySelector("form");

const modes = {
  signin: {
    title: "Sign in",
    question: "No account yet?",
    other: "signup",
    switch: "Create one",
    autocomplete: "current-password",
  },
  signup: {
    title: "Create an account",
    question: "Have an account?",
    other: "signin",
    switch: "Sign in",
    autocomplete: "new-password",
  },
};
let mode = "signin";

function showMode(next) {
  mode = next;
  const { title, question, autocomplete, switch: label } = modes[mode];
  byId("form-title").textContent = title;
  byId("submit").textContent = title;
  byId("question").textContent = question;
  byId("switch").textContent = label;
  byId("password").autocomplete = autocomplete;
  byId("password-hint").hidden = mode === "signin";
  showError(null);
}

function showError(answer) {
  byId("error").textContent = answer?.error ?? "";
  for (const field of ["email", "password"]) byId(field).setAttribute("aria-invalid", String(answer?.field === field));
  if (answer) (answer.field === "password" ? byId("password") : byId("email")).focus();
}

function showUser(answer) {
  byId("signed-in").hidden = !answer;
  byId("signed-out").hidden = Boolean(answer);
  byId("name").textContent = answer?.user.email ?? "";
  byId("me").textContent = answer ? JSON.stringify(answer, null, 2) : "";
  byId("sign-out-error").textContent = "";
}

/** The JSON of an answer, with whether it is a good one. */
async function ask(path, options) {
  try {
    const response = await fetch(base + path, options);
    return { ok: response.ok, status: response.status, answer: await response.json() };
  } catch {
    return { ok: false, status: 0, answer: { error: "The server cannot be reached. Try again in a moment." } };
  }
}

async function showWhoIsHere() {
  const { ok, status, answer } = await ask("/me");
  showUser(ok ? answer : null);
  if (!ok && status !== 401) showError(answer);
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  showError(null);
  byId("submit").disabled = true;
  const { email, password } = Object.fromEntries(new FormData(form));
  const { ok, answer } = await ask(`/${mode}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email, password }),
  });
  byId("submit").disabled = false;
  if (!ok) return showError(answer);
  form.reset();
  await showWhoIsHere();
  byId("signed-in").querySelector("h1").focus();
});

byId("switch").addEventListener("click", () => {
  showMode(modes[mode].other);
  byId("form-title").focus();
});

byId("sign-out").addEventListener("click", async () => {
  const { ok, answer } = await ask("/signout", { method: "POST" });
  if (!ok) return (byId("sign-out-error").textContent = answer.error);
  showUser(null);
  showMode("signin");
  byId("form-title").focus();
});

showMode("signin");
await showWhoIsHere();
