import { toNodeHandler } from "@latchkey/http/node";
import express, { type Request, type RequestHandler } from "express";
import { accounts, authenticate } from "./auth.ts";

const app = express();
app.use("/auth", toNodeHandler(accounts));
app.use(express.json());

/** Lets signed-in users pass, and says who they are in `response.locals.session`. */
const requireSession: RequestHandler = async (request, response, next) => {
  response.locals.session = await authenticate(headOf(request));
  if (response.locals.session) next();
  else response.status(401).json({ error: "Sign in first" });
};

/** What decides whether a cookie counts: headers, method and URL. */
function headOf({ headers, method, protocol, host, originalUrl }: Request) {
  const url = `${protocol}://${host}${originalUrl}`;
  return { headers: new Headers(headers as Record<string, string>), method, url };
}

app.get("/hello", requireSession, (_request, response) => {
  response.json({ hello: response.locals.session.user.email });
});

app.post("/hello", requireSession, (request, response) => {
  response.json({ hello: `${request.body.greeting}, ${response.locals.session.user.email}` });
});

const server = app.listen(process.env.PORT ?? 3000);
process.once("SIGTERM", () => server.close());
