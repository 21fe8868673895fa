import type { Clock } from "../../core/clock.ts";
import { targetOf, type FaultActionName, type FaultTarget } from "../../core/fault-action.ts";
import type { FaultRule, FaultSettings } from "../../core/fault-rule.ts";
import { Random } from "../../core/random.ts";
import type { FaultSite } from "./fault-site.ts";

/** A fault that strikes: the rule that it came from says what is to happen. */
export interface Fault {
  readonly action: FaultActionName;
  readonly rule: FaultRule;
  /** Of the rule, for what the strike itself has to draw. */
  readonly random: Random;
}

/** What became of one rule so far. */
export interface FaultTally {
  readonly rule: FaultRule;
  /** Calls, records or deliveries that it could have struck. */
  readonly considered: number;
  readonly struck: number;
}

/** What a service asks of the faults that are set. */
export interface FaultSource {
  /**
   * False while no rule could strike this target: the fast way out, asked once a call. A site
   * without a shard stands for those of all shards.
   */
  threatens(target: FaultTarget, site: FaultSite): boolean;
  /** The faults of these actions that strike here and now; each asking is a draw of its own. */
  strike(target: FaultTarget, site: FaultSite): readonly Fault[];
}

export interface FaultsOptions {
  readonly clock: Clock;
  /** Equal seeds strike the same calls, records and deliveries, in the order in which they come. */
  readonly seed: number;
}

interface ActiveRule {
  readonly rule: FaultRule;
  readonly target: FaultTarget;
  readonly random: Random;
  readonly setUs: number;
  considered: number;
  struck: number;
}

const none: readonly Fault[] = [];

/** The faults that are set, and their draws: each rule has a sequence of its own. */
export class Faults implements FaultSource {
  readonly #clock: Clock;
  readonly #seed: number;
  #rules: readonly ActiveRule[] = [];

  constructor({ clock, seed }: FaultsOptions) {
    this.#clock = clock;
    this.#seed = seed;
  }

  /** Replaces all rules; their time windows begin now, and their draws anew. */
  set(rules: readonly FaultSettings[]): void {
    const setUs = this.#clock.monotonicUs();
    this.#rules = rules.map((rule, index) => ({
      rule: { ...rule, share: rule.share ?? 1, from: rule.from ?? 0 },
      target: targetOf(rule),
      random: Random.from("fault", index, rule.action, this.#seed),
      setUs,
      considered: 0,
      struck: 0,
    }));
  }

  tallies(): readonly FaultTally[] {
    return this.#rules.map(({ rule, considered, struck }) => ({ rule, considered, struck }));
  }

  threatens(target: FaultTarget, site: FaultSite): boolean {
    if (this.#rules.length === 0) return false;
    return this.#rules.some(
      ({ target: strikes, rule }) =>
        strikes === target &&
        concerns(rule, site) &&
        (site.shardId === undefined || names(rule.shards, site.shardId)),
    );
  }

  strike(target: FaultTarget, site: FaultSite): readonly Fault[] {
    if (this.#rules.length === 0) return none;
    const nowUs = this.#clock.monotonicUs();
    const faults: Fault[] = [];
    for (const active of this.#rules) {
      if (active.target !== target || !concerns(active.rule, site)) continue;
      if (!names(active.rule.shards, site.shardId)) continue;
      if (!isOpen(active, nowUs)) continue;
      active.considered++;
      if (!active.random.chance(active.rule.share)) continue;
      active.struck++;
      faults.push({ action: active.rule.action, rule: active.rule, random: active.random });
    }
    return faults;
  }
}

/** No faults at all, for engines that stand alone. */
export const noFaults: FaultSource = {
  threatens: () => false,
  strike: () => none,
};

function isOpen({ rule, setUs, struck }: ActiveRule, nowUs: number): boolean {
  const sinceMs = (nowUs - setUs) / 1_000;
  if (sinceMs < rule.from || sinceMs >= (rule.until ?? Infinity)) return false;
  return struck < (rule.atMost ?? Infinity);
}

/**
 * The only operations that an action strikes: for Kinesis's own as FIS has it (Kinesis developer
 * guide, its page on FIS), else where it has a meaning.
 */
const ownOperations: Partial<Record<FaultActionName, readonly string[]>> = {
  "aws:kinesis:inject-api-provisioned-throughput-exception": [
    "PutRecord",
    "PutRecords",
    "GetRecords",
  ],
  "aws:kinesis:inject-api-expired-iterator-exception": ["GetRecords"],
  "aforo:reorder": ["PutRecords", "ReceiveMessage"],
};

function concerns(rule: FaultRule, site: FaultSite): boolean {
  if (rule.service !== undefined && rule.service !== site.service) return false;
  if (rule.action.startsWith("aws:kinesis:") && site.service !== "kinesis") return false;
  return (
    names(ownOperations[rule.action], site.operation) &&
    names(rule.operations, site.operation) &&
    names(rule.resources, site.resource)
  );
}

function names(list: readonly string[] | undefined, name: string | undefined): boolean {
  return list === undefined || (name !== undefined && list.includes(name));
}
