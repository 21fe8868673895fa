import type { Random } from "../../core/random.ts";
import { encoded, type EventWriter } from "../event-writer.ts";
import type { CustomerEvent } from "./life.ts";
import { writeAddress, writeEmail, writeName } from "./people.ts";

export const channels = ["web", "app", "store", "partner"];
export const verifications = ["link", "code", "document"];
export const suspensions = ["payment", "abuse", "fraud review"];
export const deletions = ["request", "inactivity", "fraud"];
export const emailReasons = ["typo", "new address", "breach"];

const choices = (front: string, values: readonly string[]) =>
  values.map((value) => encoded(`${front}"${value}"`));

const flags = (front: string) => ({
  true: encoded(`${front}true`),
  false: encoded(`${front}false`),
});

const channelMembers = choices(',"channel":', channels);
const methodMembers = choices(',"method":', verifications);
const suspensionMembers = choices('"reason":', suspensions);
const deletionMembers = choices('"reason":', deletions);
const emailReasonMembers = choices(',"reason":', emailReasons);
const consentMember = flags('"consent":');
const alsoConsent = flags(',"consent":');
const isBilling = flags(',"isBilling":');
const isErased = flags(',"isErased":');
const email = encoded('"email":');
const alsoEmail = encoded(',"email":');
const previousEmail = encoded(',"previousEmail":');
const address = encoded('"address":');
const alsoAddress = encoded(',"address":');

/** What an event tells of its customer, as it is after the event. */
interface Told {
  readonly version: number;
  /** Addresses for mail, by their numbers. */
  readonly mail: number;
  readonly previousMail: number;
  readonly consent: boolean;
  readonly random: Random;
}

/** Writes the members of `data`. What a second schema version has added comes last. */
export function writeDetails(
  event: EventWriter,
  type: CustomerEvent,
  { version, mail, previousMail, consent, random }: Told,
): void {
  const isSecond = version === 2;
  switch (type) {
    case "CustomerCreated":
      writeName(event, random);
      event.bytes(alsoEmail);
      writeEmail(event, mail);
      event.bytes(alsoAddress);
      writeAddress(event, random);
      event.bytes(random.pick(channelMembers));
      if (isSecond) event.bytes(alsoConsent[`${consent}`]);
      return;
    case "CustomerVerified":
      event.bytes(email);
      writeEmail(event, mail);
      return event.bytes(random.pick(methodMembers));
    case "CustomerEmailChanged":
      event.bytes(email);
      writeEmail(event, mail);
      event.bytes(previousEmail);
      writeEmail(event, previousMail);
      if (isSecond) event.bytes(random.pick(emailReasonMembers));
      return;
    case "CustomerAddressChanged":
      event.bytes(address);
      writeAddress(event, random);
      if (isSecond) event.bytes(isBilling[`${random.chance(0.3)}`]);
      return;
    case "CustomerConsentChanged":
      return event.bytes(consentMember[`${consent}`]);
    case "CustomerSuspended":
      return event.bytes(random.pick(suspensionMembers));
    case "CustomerReinstated":
      return event.ascii(`"by":"agent-${random.below(400)}"`);
    case "CustomerDeleted":
      event.bytes(random.pick(deletionMembers));
      if (isSecond) event.bytes(isErased[`${random.chance(0.8)}`]);
  }
}
