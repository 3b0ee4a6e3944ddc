declare namespace App {
  interface Locals {
    user: import("@latchkey/core").User | null;
  }
}
