import type { KinesisLimitName } from "../../../core/limits/kinesis.ts";

/** A number, or the name of the limit that it is. */
export type Bound = number | KinesisLimitName;

interface Presence {
  readonly required?: true;
}

export interface StringRule extends Presence {
  readonly type: "String";
  readonly minLength?: Bound;
  readonly maxLength?: Bound;
  /** As the service's model and messages state it; it holds for the whole text. */
  readonly pattern?: string;
  readonly values?: readonly string[];
}

export interface IntegerRule extends Presence {
  readonly type: "Integer";
  readonly min?: Bound;
  readonly max?: Bound;
}

export interface BlobRule extends Presence {
  readonly type: "Blob";
  readonly maxLength?: Bound;
}

export interface ListRule extends Presence {
  readonly type: "List";
  readonly member: Rule;
  /** The class that messages print for each member that is a structure. */
  readonly memberClass?: string;
  readonly minLength?: Bound;
  readonly maxLength?: Bound;
}

/** Of texts, as all maps of the API are. */
export interface MapRule extends Presence {
  readonly type: "Map";
  readonly key: StringRule;
  readonly value: StringRule;
  readonly minLength?: Bound;
  readonly maxLength?: Bound;
}

export interface StructureRule extends Presence {
  readonly type: "Structure";
  readonly members: Members;
}

interface BooleanRule extends Presence {
  readonly type: "Boolean";
}

interface TimestampRule extends Presence {
  readonly type: "Timestamp";
}

/** A member of the real API that the emulator does not have: it is refused, never ignored. */
interface UnsupportedRule extends Presence {
  readonly type: "Unsupported";
}

export type Rule =
  | StringRule
  | IntegerRule
  | BooleanRule
  | TimestampRule
  | BlobRule
  | ListRule
  | MapRule
  | StructureRule
  | UnsupportedRule;

export type Members = { readonly [name: string]: Rule };

type TextOf<R> = R extends { readonly values: readonly (infer V)[] } ? V : string;

type ValueOf<R> = R extends { readonly type: "String" }
  ? TextOf<R>
  : R extends { readonly type: "Integer" | "Timestamp" }
    ? number
    : R extends { readonly type: "Boolean" }
      ? boolean
      : R extends { readonly type: "Blob" }
        ? Buffer
        : R extends { readonly type: "List"; readonly member: infer M }
          ? readonly ValueOf<M>[]
          : R extends { readonly type: "Map"; readonly value: infer V }
            ? Readonly<Record<string, ValueOf<V>>>
            : R extends { readonly type: "Structure"; readonly members: infer M }
              ? InputOf<M>
              : never;

type RequiredNames<M> = {
  [K in keyof M]: M[K] extends { readonly required: true } ? K : never;
}[keyof M];

/** An input that has passed the rules: blobs are bytes, timestamps milliseconds since 1970. */
export type InputOf<M> = {
  readonly [K in RequiredNames<M>]: ValueOf<M[K]>;
} & {
  readonly [K in Exclude<keyof M, RequiredNames<M>>]?: ValueOf<M[K]>;
};
