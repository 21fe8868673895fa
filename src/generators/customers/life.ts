import { Weighted } from "../weighted.ts";

/** Where a customer's life has got to. `deleted` is the end of it. */
export type Status = "unverified" | "active" | "suspended" | "deleted";

export type CustomerEvent =
  | "CustomerCreated"
  | "CustomerVerified"
  | "CustomerEmailChanged"
  | "CustomerAddressChanged"
  | "CustomerConsentChanged"
  | "CustomerSuspended"
  | "CustomerReinstated"
  | "CustomerDeleted";

/** Every event but the first, which makes the customer. */
type LaterEvent = Exclude<CustomerEvent, "CustomerCreated">;

type Shares = Readonly<Partial<Record<LaterEvent, number>>>;

/**
 * What happens next to a customer of each status. An event that has no share there is not legal
 * there: the state machine is this table and the one below.
 */
export const nextShares: Readonly<Record<Exclude<Status, "deleted">, Shares>> = {
  unverified: {
    CustomerVerified: 0.72,
    CustomerEmailChanged: 0.06,
    CustomerAddressChanged: 0.08,
    CustomerConsentChanged: 0.06,
    CustomerDeleted: 0.08,
  },
  active: {
    CustomerAddressChanged: 0.4,
    CustomerEmailChanged: 0.15,
    CustomerConsentChanged: 0.3,
    CustomerSuspended: 0.05,
    CustomerDeleted: 0.1,
  },
  suspended: { CustomerReinstated: 0.7, CustomerDeleted: 0.3 },
};

/** The status that an event leaves a customer in; none stands for the one before it. */
export const statusAfter: Readonly<Partial<Record<CustomerEvent, Status>>> = {
  CustomerCreated: "unverified",
  CustomerVerified: "active",
  // A new address for mail is as unproven as the first.
  CustomerEmailChanged: "unverified",
  CustomerSuspended: "suspended",
  CustomerReinstated: "active",
  CustomerDeleted: "deleted",
};

/**
 * Events that answer an earlier one of the same customer. All others answer a command, and begin a
 * correlation of their own.
 */
export const answers: Readonly<Partial<Record<CustomerEvent, readonly CustomerEvent[]>>> = {
  CustomerVerified: ["CustomerCreated", "CustomerEmailChanged"],
  CustomerReinstated: ["CustomerSuspended"],
};

/** Events that a later one may answer. */
export const answered: ReadonlySet<CustomerEvent> = new Set(Object.values(answers).flat());

/** The newest schema version of each event. The second adds an optional member to the first. */
export const schemaVersions: Readonly<Record<CustomerEvent, number>> = {
  CustomerCreated: 2,
  CustomerVerified: 1,
  CustomerEmailChanged: 2,
  CustomerAddressChanged: 2,
  CustomerConsentChanged: 1,
  CustomerSuspended: 1,
  CustomerReinstated: 1,
  CustomerDeleted: 2,
};

/** Share of the events that the newest release writes; the rest are of the version before it. */
export const newestVersionShare = 0.9;

export const nextEvents: Readonly<Record<Exclude<Status, "deleted">, Weighted<LaterEvent>>> = {
  unverified: Weighted.fromShares(nextShares.unverified),
  active: Weighted.fromShares(nextShares.active),
  suspended: Weighted.fromShares(nextShares.suspended),
};
