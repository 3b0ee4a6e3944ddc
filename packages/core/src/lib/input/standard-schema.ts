/**
 * The part of Standard Schema v1 (standardschema.dev) that Latchkey uses. The schemas of valibot, zod, arktype and
 * others have it.
 */
export interface StandardSchema<Input = unknown, Output = Input> {
  /** The interface that every library of the standard shares. */
  readonly "~standard": {
    /** The version of the standard. */
    readonly version: 1;
    /** The name of the library. */
    readonly vendor: string;
    /** Checks a value. Returns the value that the schema makes of it, or what is wrong with it. */
    readonly validate: (value: unknown) => StandardResult<Output> | Promise<StandardResult<Output>>;
    /** For TypeScript alone: what goes in and what comes out. */
    readonly types?:
      | {
          /** What the schema takes. */
          readonly input: Input;
          /** What the schema returns. */
          readonly output: Output;
        }
      | undefined;
  };
}

export interface StandardIssue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

type StandardResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly StandardIssue[] };
