/** Public types of the kind that a walk must find: not imported by anything that runs. */

interface Options {
  readonly good?: string | undefined;
  readonly anything?: unknown;
  readonly plain?: string;
  readonly deep?:
    | { readonly callback: (event: { readonly told?: string }) => { readonly answer?: string } }
    | undefined;
  readonly part?: Partial<{ readonly limit: number }>;
}

export declare function start(options?: Options): { readonly given?: string };
