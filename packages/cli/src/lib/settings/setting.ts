import type { Kind } from "./kinds.ts";

/** One setting of the server. */
export interface Setting<Value = unknown, Written = unknown> {
  readonly kind: Kind<Value, Written>;
  /** `null`: none. */
  readonly default: Value;
  /** What it means, in a few words. */
  readonly about: string;
  /** What to write, for a refusal. */
  readonly example?: string | undefined;
  /** What docs say about the default where the value says too little. */
  readonly defaultText?: string | undefined;
  /** The options of the SDK that it fills in: `"createAuth.session.lifetime"`. */
  readonly option?: string | undefined;
  /** Whether it must not be shown. */
  readonly secret?: true | undefined;
}

/** What stands beside a setting's kind and sentence. */
type More = Pick<Setting, "example" | "defaultText" | "option" | "secret">;

/** A setting with a default. */
export function setting<Value, Written>(
  kind: Kind<Value, Written>,
  about: string,
  more: More & { readonly default: NoInfer<Value> },
): Setting<Value, Written> {
  return { kind, about, ...more };
}

/** A setting that may be missing. */
export function optional<Value, Written>(
  kind: Kind<Value, Written>,
  about: string,
  more: More = {},
): Setting<Value | null, Written> {
  return { kind: kind as Kind<Value | null, Written>, about, default: null, ...more };
}

/** Letters of `SESSION_LIFETIME` as `sessionLifetime`. */
type Camel<Text extends string> = Text extends `${infer Head}_${infer Tail}`
  ? `${Lowercase<Head>}${CamelTail<Tail>}`
  : Lowercase<Text>;
type CamelTail<Text extends string> = Text extends `${infer Head}_${infer Tail}`
  ? `${Capitalize<Lowercase<Head>>}${CamelTail<Tail>}`
  : Capitalize<Lowercase<Text>>;

/** The name of a setting in a configuration file: `AUTH_SESSION_LIFETIME` is `sessionLifetime`. */
export type KeyOf<Variable extends string> = Variable extends `AUTH_${infer Rest}` ? Camel<Rest> : Camel<Variable>;

/** The same, for a value. */
export function keyOf(variable: string): string {
  return variable
    .replace(/^AUTH_/, "")
    .toLowerCase()
    .replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
}
