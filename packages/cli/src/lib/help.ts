export const HELP = `latchkey: a ready authentication server

  latchkey serve      answers sign-up, sign-in, sign-out, /me and the rest of an account's life, with a page to try it
  latchkey migrate    makes or updates the tables of DATABASE_URL
  latchkey secret     prints a new random secret for AUTH_SECRET
  latchkey --help, --version

Settings are environment variables:

  PORT                  3000; 0 takes any that is free
  HOST                  127.0.0.1; 0.0.0.0 for every address of the machine
  DATABASE_URL          sqlite:./data/latchkey.db, or postgres://user:password@host:5432/database
  AUTH_SECRET           at least 32 random bytes; development makes one and keeps it beside the data
  AUTH_SECRET_ALSO      none; another secret whose tokens count, while AUTH_SECRET is replaced (docs/operations.md)
  AUTH_BASE_PATH        /auth
  AUTH_TRUSTED_ORIGINS  none; other origins whose pages may use the session, separated by commas
  NODE_ENV              production requires AUTH_SECRET, makes the cookie Secure and, since nothing sends its mails
                        yet, has no routes that need one; elsewhere mails are shown here, and /auth/openapi.json is`;
