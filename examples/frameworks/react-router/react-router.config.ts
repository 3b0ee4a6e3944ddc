import type { Config } from "@react-router/dev/config";

const { ORIGIN } = process.env;

export default {
  // Behind a proxy that ends TLS, React Router would take the forms of your own pages for foreign ones.
  allowedActionOrigins: ORIGIN ? [new URL(ORIGIN).host] : [],
} satisfies Config;
