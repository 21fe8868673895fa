import { validation } from "./contract.ts";
import type { Field } from "./contract.ts";
import { Customer } from "./customers/customer.ts";
import {
  channels,
  deletions,
  emailReasons,
  suspensions,
  verifications,
} from "./customers/details.ts";
import { answered, type CustomerEvent, schemaVersions } from "./customers/life.ts";
import { encoded, type EventWriter } from "./event-writer.ts";
import type { Generator, Moment, StripeSetting } from "./generator.ts";
import { WrittenPopulation } from "./written-population.ts";

/**
 * Mean gap between two events of one customer, in real time: of those whose account is being worked
 * on, that is. The rest of the customers say nothing, and are not there.
 */
export const meanGapSeconds = 90;

/** Events that a customer may have behind it at the start: some 4 lives, enough to forget. */
const warmUpEventsMax = 40;

const heads = new Map(
  Object.keys(schemaVersions).map((type) => [
    type as CustomerEvent,
    encoded(`,"source":"customers","type":"${type}","timestamp":`),
  ]),
);

/** An event's id in its text, and the quote behind it. */
const quotedIdLength = 37;

/**
 * The customers of a stripe. Each event falls to any of them alike, so that the gaps within a life
 * have no memory; one that is deleted makes room for the next, so that their number stays the same.
 */
class Customers extends WrittenPopulation {
  readonly #setting: StripeSetting;
  readonly #idFront: string;
  readonly #living: Customer[] = [];
  #begun = 0;

  constructor(setting: StripeSetting) {
    super();
    this.#setting = setting;
    this.#idFront = `c${setting.stripe.toString(16).padStart(2, "0")}`;
    const count = Math.max(1, Math.round(setting.ratePerSecond * meanGapSeconds));
    while (this.#living.length < count) this.#living.push(this.#aged());
  }

  write({ dayEpochMs }: Moment, event: EventWriter): string {
    const at = this.#setting.random.below(this.#living.length);
    const customer = this.#living[at] as Customer;
    const type = customer.advance();
    // The writer has just written the id. It is read back where a later event may name it.
    const isAnswered = answered.has(type);
    const eventId = isAnswered ? event.since(event.mark - quotedIdLength).slice(0, -1) : "";
    event.bytes(heads.get(type) as Uint8Array);
    event.instant(dayEpochMs);
    customer.write(event, { type, eventId });
    if (customer.isDeleted) this.#living[at] = this.#begin();
    return customer.id;
  }

  /** A run begins amid the lives of its customers. */
  #aged(): Customer {
    let customer = this.#begin();
    for (let events = this.#setting.random.below(warmUpEventsMax); events > 0; events--) {
      customer.advance();
      if (customer.isDeleted) customer = this.#begin();
    }
    return customer;
  }

  #begin(): Customer {
    const serial = (this.#begun++).toString(16).padStart(7, "0");
    return new Customer(this.#idFront + serial, this.#setting.random);
  }
}

const text = (lengthMax: number): Field => ({ is: "text", lengthMax });
const oneOf = (values: readonly string[]): Field => ({ is: "one-of", values });
const flag: Field = { is: "boolean" };

const address: Field = {
  is: "object",
  members: {
    street: text(80),
    postalCode: text(5),
    city: text(40),
    province: text(40),
    country: text(2),
  },
};

/** An event's own members, as `data`. What a later schema version has added is optional. */
function data(members: Readonly<Record<string, Field>>) {
  return { data: { is: "object", members } } as const;
}

/**
 * Domain events of a customer service. The partition key is the customer's id. A customer is
 * created, is verified, changes, may be suspended and reinstated, and is deleted: the shares of
 * what comes next are `nextShares` in `customers/life.ts`, a life has some 11 events, and nothing
 * comes after `CustomerDeleted`. `aggregateVersion` counts a customer's events from 1; a
 * verification names as its cause the event whose address for mail it verifies, a reinstatement
 * the suspension, and both share its correlation; all else is caused by a command. 90 % of the
 * events with more than one schema version are of the newest.
 */
export const customers: Generator = {
  name: "customers",
  stripes: 64,
  populate: (setting) => new Customers(setting),
  violation: validation({
    source: "customers",
    common: {
      customerId: text(16),
      schemaVersion: { is: "integer", min: 1, max: 2 },
      aggregateVersion: { is: "integer", min: 1, max: 1_000_000 },
      causationId: text(40),
      correlationId: text(40),
    },
    types: {
      CustomerCreated: data({
        name: { is: "object", members: { given: text(40), family: text(40) } },
        email: text(80),
        address,
        channel: oneOf(channels),
        consent: { ...flag, optional: true },
      }),
      CustomerVerified: data({ email: text(80), method: oneOf(verifications) }),
      CustomerEmailChanged: data({
        email: text(80),
        previousEmail: text(80),
        reason: { ...oneOf(emailReasons), optional: true },
      }),
      CustomerAddressChanged: data({ address, isBilling: { ...flag, optional: true } }),
      CustomerConsentChanged: data({ consent: flag }),
      CustomerSuspended: data({ reason: oneOf(suspensions) }),
      CustomerReinstated: data({ by: text(20) }),
      CustomerDeleted: data({ reason: oneOf(deletions), isErased: { ...flag, optional: true } }),
    },
  }),
};
