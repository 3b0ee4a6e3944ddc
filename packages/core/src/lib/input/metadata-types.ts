/** The `metadata` of a sign-up where no schema says more: any object, `null` or nothing. */
export interface AnyMetadata {
  /** What users say about themselves: a JSON object of at most 16 KiB. Default: none. */
  readonly metadata?: Readonly<Record<string, unknown>> | null | undefined;
}

/** The `metadata` of a sign-up as a schema takes it: it may be left out if the schema takes `undefined`. */
export type MetadataInputOf<Input> = unknown extends Input
  ? AnyMetadata
  : undefined extends Input
    ? { readonly metadata?: Anonymous<Input> | undefined }
    : { readonly metadata: Anonymous<Input> };

/** An interface as a type of the same properties: only such a type counts as a record. */
type Anonymous<T> = T extends object ? { [Key in keyof T]: T[Key] } : T;

/** Any of them. */
export interface WithMetadata {
  readonly metadata?: unknown;
}

/** What replaces the metadata of a user. */
export type NewMetadata<Input extends WithMetadata> = Exclude<Input["metadata"], undefined>;
