/**
 * How a value of the JSON protocol is written in the Query protocol. Its lists and maps are all
 * flattened: the members of `Entries` come as `SendMessageBatchRequestEntry.1`, `.2` and so on,
 * without an element or a parameter for the list itself.
 */
export type Shape = "text" | "integer" | ListShape | MapShape | Structure;

export interface ListShape {
  readonly kind: "list";
  /** What each member is called on the wire. */
  readonly name: string;
  readonly member: Shape;
}

export interface MapShape {
  readonly kind: "map";
  /** What each entry is called on the wire. */
  readonly name: string;
  readonly keyName: string;
  readonly valueName: string;
  readonly value: Shape;
}

export interface Structure {
  readonly kind: "structure";
  readonly members: Members;
}

/** By the member's name in JSON; text and integers have the same one on the wire. */
export type Members = Readonly<Record<string, Shape>>;

export function list(name: string, member: Shape = "text"): ListShape {
  return { kind: "list", name, member };
}

/** A map whose entries have a Name and a Value. */
export function map(name: string, value: Shape = "text"): MapShape {
  return { kind: "map", name, keyName: "Name", valueName: "Value", value };
}

export function structure(members: Members): Structure {
  return { kind: "structure", members };
}

/** The name under which a member begins on the wire. */
export function wireNameOf(jsonName: string, shape: Shape): string {
  return typeof shape === "object" && shape.kind !== "structure" ? shape.name : jsonName;
}
