import { serve } from "@hono/node-server";
import { ServiceTokenError, serviceTokenVerifier } from "@latchkey/service-tokens/verify";

// All that this service knows of accounts: where their public keys are.
const { JWKS_URL = "http://localhost:3000/auth/.well-known/jwks.json", PORT = "3001" } = process.env;

const verify = serviceTokenVerifier({
  jwks: JWKS_URL,
  issuer: "https://accounts.example.com",
  audience: "https://orders.example.com",
});

async function answer(request: Request): Promise<Response> {
  try {
    const { sub } = await verify(request);
    return Response.json({ orders: [], of: sub });
  } catch (error) {
    if (!(error instanceof ServiceTokenError)) throw error;
    return Response.json({ error: error.message, code: error.code }, { status: error.status });
  }
}

serve({ fetch: answer, port: Number(PORT) }, ({ port }) => {
  console.log(`Orders at http://localhost:${port}`);
});
