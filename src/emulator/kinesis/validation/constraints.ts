import { KinesisError } from "../errors.ts";
import type { KinesisLimits } from "../../../core/limits/kinesis.ts";
import type { Bound, Members, Rule } from "./rules.ts";

/** As many as the service lists. */
const failuresMax = 10;

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
  throw new KinesisError(
    "ValidationException",
    `${failures.length} validation error${failures.length > 1 ? "s" : ""} detected: ` +
      failures.join("; "),
  );
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
        for (const [i, member] of list.entries()) this.#member(rule.member, member, { at, i });
        return;
      }
      case "Structure":
        this.members(rule.members, value as Record<string, unknown>, `${path(at)}.`);
        return;
      case "Map":
      case "Boolean":
      case "Timestamp":
      case "Unsupported":
    }
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
    const value = shown(on);
    this.failures.push(`Value ${value} at '${where}' failed to satisfy constraint: Member ${what}`);
  }
}

interface Judged {
  readonly rule: Rule;
  readonly value: unknown;
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

/** A value as the service's messages print it. */
function shown({ rule, value }: Judged): string {
  if (value === undefined) return "null";
  if (value instanceof Uint8Array) {
    return `'java.nio.HeapByteBuffer[pos=0 lim=${value.length} cap=${value.length}]'`;
  }
  if (rule.type === "List" && Array.isArray(value)) {
    return `'[${value.map((member) => rule.memberClass ?? String(member)).join(", ")}]'`;
  }
  return typeof value === "string" ? `'${value}'` : `'${JSON.stringify(value)}'`;
}
