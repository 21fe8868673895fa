import { validationFailed, validationFailuresMax as failuresMax } from "../errors.ts";
import type { KinesisLimits } from "../../../core/limits/kinesis.ts";
import type { Bound, Members, Rule, StringRule } from "./rules.ts";

/**
 * Checks typed members against their rules, and answers as AWS does: with the first ten of what is
 * wrong in one message.
 *
 * @throws KinesisError of code ValidationException.
 */
export function checkConstraints(
  members: Members,
  input: Readonly<Record<string, unknown>>,
  limits: KinesisLimits,
): void {
  const check = new ConstraintCheck(limits);
  check.members(members, input, "");
  const { failures } = check;
  if (failures.length === 0) return;
  throw validationFailed(failures);
}

class ConstraintCheck {
  readonly failures: string[] = [];
  readonly #limits: KinesisLimits;

  constructor(limits: KinesisLimits) {
    this.#limits = limits;
  }

  members(members: Members, input: Readonly<Record<string, unknown>>, parent: string): void {
    for (const name of Object.keys(members)) {
      const rule = members[name] as Rule;
      const value = input[name];
      // Most members are there and right: their paths are written only where something fails.
      if (value === undefined) {
        if (rule.required) this.#fail({ rule, value }, parent + pathName(name), "must not be null");
      } else {
        this.#value(rule, value, { parent, name });
      }
    }
  }

  #value(rule: Rule, value: unknown, at: Place): void {
    switch (rule.type) {
      case "String":
        this.#length(rule, (value as string).length, { at, value });
        if (rule.pattern !== undefined && !matches(rule.pattern, value as string)) {
          const what = `must satisfy regular expression pattern: ${rule.pattern}`;
          this.#fail({ rule, value }, path(at), what);
        }
        if (rule.values && !rule.values.includes(value as string)) {
          const what = `must satisfy enum value set: [${rule.values.join(", ")}]`;
          this.#fail({ rule, value }, path(at), what);
        }
        return;
      case "Blob":
        this.#length(rule, (value as Uint8Array).length, { at, value });
        return;
      case "Integer": {
        const [min, max] = [this.#bound(rule.min), this.#bound(rule.max)];
        if (min !== undefined && (value as number) < min) {
          this.#fail({ rule, value }, path(at), `must have value greater than or equal to ${min}`);
        }
        if (max !== undefined && (value as number) > max) {
          this.#fail({ rule, value }, path(at), `must have value less than or equal to ${max}`);
        }
        return;
      }
      case "List": {
        const list = value as readonly unknown[];
        this.#length(rule, list.length, { at, value });
        if (rule.member.type === "String") this.#texts(rule.member, list, { rule, value, at });
        else for (const [i, member] of list.entries()) this.#member(rule.member, member, { at, i });
        return;
      }
      case "Structure":
        this.members(rule.members, value as Record<string, unknown>, `${path(at)}.`);
        return;
      case "Map": {
        const map = value as Readonly<Record<string, unknown>>;
        const [keys, values] = [Object.keys(map), Object.values(map)];
        this.#length(rule, keys.length, { at, value });
        const on = { rule, value, at };
        this.#texts(rule.key, keys, { ...on, who: "Map keys" });
        this.#texts(rule.value, values, { ...on, who: "Map value" });
        return;
      }
      case "Boolean":
      case "Timestamp":
      case "Unsupported":
    }
  }

  /**
   * The texts of a list or a map: one that is wrong makes the whole of them wrong, and the message
   * lists all that holds for them.
   */
  #texts(rule: StringRule, texts: readonly unknown[], on: Judged & { readonly at: Place }): void {
    const check = new ConstraintCheck(this.#limits);
    for (const text of texts) check.#member(rule, text, { at: on.at, i: 0 });
    if (check.failures.length === 0) return;
    this.#fail(on, path(on.at), `must satisfy constraint: [${this.#constraints(rule)}]`);
  }

  /** All that holds for a text, in the words of the service. */
  #constraints(rule: StringRule): string {
    const [min, max] = [this.#bound(rule.minLength), this.#bound(rule.maxLength)];
    const { pattern, values } = rule;
    return [
      max === undefined ? [] : `have length less than or equal to ${max}`,
      min === undefined ? [] : `have length greater than or equal to ${min}`,
      pattern === undefined ? [] : `satisfy regular expression pattern: ${pattern}`,
      values === undefined ? [] : `satisfy enum value set: [${values.join(", ")}]`,
    ]
      .flat()
      .map((what) => `Member must ${what}`)
      .join(", ");
  }

  #member(rule: Rule, value: unknown, place: { readonly at: Place; readonly i: number }): void {
    if (this.failures.length >= failuresMax) return;
    const parent = `${path(place.at)}.${place.i + 1}.`;
    if (value === undefined) this.#fail({ rule, value }, `${parent}member`, "must not be null");
    else this.#value(rule, value, { parent, name: "member" });
  }

  #length(
    rule: Rule & { readonly minLength?: Bound; readonly maxLength?: Bound },
    length: number,
    on: { readonly at: Place; readonly value: unknown },
  ): void {
    const [min, max] = [this.#bound(rule.minLength), this.#bound(rule.maxLength)];
    if (min !== undefined && length < min) {
      const what = `must have length greater than or equal to ${min}`;
      this.#fail({ rule, value: on.value }, path(on.at), what);
    }
    if (max !== undefined && length > max) {
      const what = `must have length less than or equal to ${max}`;
      this.#fail({ rule, value: on.value }, path(on.at), what);
    }
  }

  #bound(bound: Bound | undefined): number | undefined {
    return typeof bound === "string" ? this.#limits[bound] : bound;
  }

  #fail(on: Judged, where: string, what: string): void {
    if (this.failures.length >= failuresMax) return;
    const { who = "Member" } = on;
    const value = on.value instanceof Uint8Array ? "" : ` ${shown(on)}`;
    const place = `Value${value} at '${where}'`;
    this.failures.push(`${place} failed to satisfy constraint: ${who} ${what}`);
  }
}

interface Judged {
  readonly rule: Rule;
  readonly value: unknown;
  /** What the message says of: the member itself by default. */
  readonly who?: string;
}

interface Place {
  readonly parent: string;
  readonly name: string;
}

function path(place: Place): string {
  return place.parent + pathName(place.name);
}

/** Messages write members with a lower-case first letter. */
function pathName(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

const patterns = new Map<string, RegExp>();

function matches(pattern: string, text: string): boolean {
  let compiled = patterns.get(pattern);
  if (!compiled) {
    compiled = new RegExp(`^(?:${pattern})$`);
    patterns.set(pattern, compiled);
  }
  return compiled.test(text);
}

/** A value as the service's messages print it. Those of blobs are left out. */
function shown({ rule, value }: Judged): string {
  if (value === undefined) return "null";
  if (rule.type === "List" && Array.isArray(value)) {
    return `'[${value.map((member) => rule.memberClass ?? String(member)).join(", ")}]'`;
  }
  if (rule.type === "Map") {
    const entries = Object.entries(value as Readonly<Record<string, unknown>>);
    return `'{${entries.map(([key, member]) => `${key}=${String(member)}`).join(", ")}}'`;
  }
  return typeof value === "string" ? `'${value}'` : `'${JSON.stringify(value)}'`;
}
