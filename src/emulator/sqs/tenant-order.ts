import type { SqsLimits } from "../../core/limits/sqs.ts";
import { DecayingSum } from "./decaying-sum.ts";
import { DueHeap } from "./due-heap.ts";
import type { Message, Reception } from "./message.ts";
import { ArrivalOrder, type ReadyOrder } from "./ready-order.ts";

/** The messages of a standard queue with one MessageGroupId. */
interface Tenant {
  readonly id: string;
  readonly waiting: ArrivalOrder;
  inFlight: number;
  /** When its last message in flight came back or was deleted. */
  idleSinceMs: number;
  /** How long its messages were in flight, in milliseconds. */
  readonly processedMs: DecayingSum;
  isNoisy: boolean;
  /** The heap that it is in, and where. */
  heap: DueHeap<Tenant> | undefined;
  slot: number;
}

/**
 * The order of a fair queue: a standard queue with messages that name their tenant by a
 * MessageGroupId. SQS developer guide, "How Amazon SQS fair queues work":
 *
 * - A tenant is noisy that has more than 10 % of the messages in flight and at least 30 of its own
 *   there, or more than 10 % of the recent processing time.
 * - Messages of quiet tenants come first, the oldest of them before the others; among noisy tenants
 *   that with the fewest in flight comes first.
 * - A noisy tenant is quiet again when its backlog is consumed, or after 5 minutes with none in
 *   flight.
 * - A message without a MessageGroupId is a tenant of its own, so it is always quiet.
 *
 * Processing time counts when a message is deleted or comes back. Whether a quiet tenant has become
 * noisy is asked only when it would be served next.
 */
export class TenantOrder implements ReadyOrder {
  readonly #limits: SqsLimits;
  /** The messages without a tenant. */
  readonly #plain: ArrivalOrder;
  readonly #tenants = new Map<string, Tenant>();
  /** Tenants with ready messages: the quiet by their oldest one, the noisy by their load. */
  readonly #quiet = new DueHeap<Tenant>();
  readonly #noisy = new DueHeap<Tenant>();
  /** Tenants without any message, by the time since when: kept while what they did is recent. */
  readonly #resting = new DueHeap<Tenant>();
  readonly #processedMs: DecayingSum;
  #inFlight: number;

  /** Takes over the order of a queue that had no tenants, and has so many messages in flight. */
  constructor(plain: ArrivalOrder, inFlight: number, limits: SqsLimits) {
    this.#plain = plain;
    this.#inFlight = inFlight;
    this.#limits = limits;
    this.#processedMs = new DecayingSum(limits.fairProcessingWindowMs);
  }

  enter(message: Message): void {
    const tenant = this.#tenantOf(message);
    (tenant?.waiting ?? this.#plain).enter(message);
    if (tenant) this.#place(tenant);
  }

  ripen(message: Message): void {
    const tenant = this.#tenantOf(message);
    (tenant?.waiting ?? this.#plain).ripen(message);
    if (tenant) this.#place(tenant);
  }

  next(nowMs: number): Message | undefined {
    this.#forget(nowMs);
    this.#forgive(nowMs);
    const plain = this.#plain.next();
    for (;;) {
      const tenant = this.#quiet.peek();
      if (!tenant || (plain && plain.sequence < this.#quiet.peekKey())) break;
      if (!this.#hasBecomeNoisy(tenant, nowMs)) return tenant.waiting.next();
      tenant.isNoisy = true;
      this.#place(tenant);
    }
    return plain ?? this.#noisy.peek()?.waiting.next();
  }

  take(message: Message): void {
    this.#inFlight++;
    const tenant = this.#tenantOf(message);
    (tenant?.waiting ?? this.#plain).take(message);
    if (!tenant) return;
    tenant.inFlight++;
    this.#place(tenant);
  }

  giveBack(message: Message, atMs: number, place: "front" | "back"): void {
    const tenant = this.#tenantOf(message);
    (tenant?.waiting ?? this.#plain).giveBack(message, atMs, place);
    this.#land(message, tenant, atMs);
    if (tenant) this.#place(tenant);
  }

  leave(message: Message, nowMs: number): void {
    const tenant = this.#tenantOf(message);
    (tenant?.waiting ?? this.#plain).leave(message);
    if (message.state === "inFlight") this.#land(message, tenant, nowMs);
    if (tenant) this.#place(tenant);
  }

  endReceive(): void {}

  #land(message: Message, tenant: Tenant | undefined, nowMs: number): void {
    const processedMs = nowMs - (message.reception as Reception).lastAtMs;
    this.#inFlight--;
    this.#processedMs.add(processedMs, nowMs);
    if (!tenant) return;
    tenant.inFlight--;
    tenant.idleSinceMs = nowMs;
    tenant.processedMs.add(processedMs, nowMs);
  }

  #hasBecomeNoisy(tenant: Tenant, nowMs: number): boolean {
    const { fairInFlightMin, fairInFlightPercent, fairProcessingPercent } = this.#limits;
    const { inFlight } = tenant;
    if (inFlight >= fairInFlightMin && inFlight * 100 > fairInFlightPercent * this.#inFlight) {
      return true;
    }
    const processedMs = tenant.processedMs.at(nowMs);
    return processedMs * 100 > fairProcessingPercent * this.#processedMs.at(nowMs);
  }

  /** The noisy tenants without messages in flight are before all others, the longest idle first. */
  #forgive(nowMs: number): void {
    const { fairIdleMs } = this.#limits;
    for (;;) {
      const tenant = this.#noisy.peek();
      if (!tenant || tenant.inFlight > 0 || tenant.idleSinceMs + fairIdleMs > nowMs) return;
      tenant.isNoisy = false;
      tenant.processedMs.clear();
      this.#place(tenant);
    }
  }

  #forget(nowMs: number): void {
    while (this.#resting.peekKey() + this.#limits.fairProcessingWindowMs <= nowMs) {
      const tenant = this.#resting.peek() as Tenant;
      moveTo(undefined, 0, tenant);
      this.#tenants.delete(tenant.id);
    }
  }

  /** Puts a tenant into the heap where it now belongs, by its new key. */
  #place(tenant: Tenant): void {
    const first = tenant.waiting.next();
    if (!first) tenant.isNoisy = false;
    if (first) {
      if (tenant.isNoisy) moveTo(this.#noisy, loadOf(tenant), tenant);
      else moveTo(this.#quiet, first.sequence, tenant);
    } else if (tenant.inFlight === 0) moveTo(this.#resting, tenant.idleSinceMs, tenant);
    else moveTo(undefined, 0, tenant);
  }

  #tenantOf({ extras: { groupId } }: Message): Tenant | undefined {
    if (groupId === undefined) return undefined;
    let tenant = this.#tenants.get(groupId);
    if (!tenant) {
      tenant = {
        id: groupId,
        waiting: new ArrivalOrder(),
        inFlight: 0,
        idleSinceMs: 0,
        processedMs: new DecayingSum(this.#limits.fairProcessingWindowMs),
        isNoisy: false,
        heap: undefined,
        slot: -1,
      };
      this.#tenants.set(groupId, tenant);
    }
    return tenant;
  }
}

/** Its messages in flight; without any, below zero and the lower the longer ago the last was. */
function loadOf({ inFlight, idleSinceMs }: Tenant): number {
  return inFlight > 0 ? inFlight : idleSinceMs - Number.MAX_SAFE_INTEGER;
}

function moveTo(heap: DueHeap<Tenant> | undefined, key: number, tenant: Tenant): void {
  if (tenant.heap === heap) {
    heap?.update(key, tenant);
    return;
  }
  tenant.heap?.remove(tenant);
  heap?.push(key, tenant);
  tenant.heap = heap;
}
