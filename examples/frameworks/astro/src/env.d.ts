import type { User } from "@latchkey/core";

declare global {
  namespace App {
    interface Locals {
      user: User | null;
    }
  }
}
