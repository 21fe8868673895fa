import type { Random } from "../../core/random.ts";
import { encoded, type EventWriter } from "../event-writer.ts";
import { hourOfDay } from "../instant.ts";
import { type Agent, agents, drawAgent } from "./agents.ts";
import { type Arrival, arrivals, drawArrival } from "./channels.ts";

/** Who is behind a session, in numbers: agent and arrival are places in their tables. */
export interface Visitor {
  readonly agent: number;
  readonly arrival: number;
  readonly user: number;
  /** 1 on a first visit. */
  readonly visit: number;
}

const userCount = 2_000_000;

/** The user of a visitor who has not signed in. */
const nobody = -1;

/** Share of the sessions of known users: few sign in on their first visit. */
export const signedInShare = { first: 0.12, returning: 0.55 } as const;

/** Mean visits that a returning visitor has behind them beyond the first. */
const meanFurtherVisits = 5;

/** Share of the sessions that begin in the app: 75 % at 21 h of the played day, 49 % at 9 h. */
export function mobileShare(dayEpochMs: number): number {
  return 0.62 + 0.13 * evening(dayEpochMs);
}

/**
 * Share of first visits among the sessions that a channel brings: a quarter more than its own share
 * at 9 h of the played day, a quarter less at 21 h, when those come back who have looked before.
 */
export function firstVisitShare(channelShare: number, dayEpochMs: number): number {
  return channelShare * (1 - 0.25 * evening(dayEpochMs));
}

/** From 1 at 21 h to −1 at 9 h. */
function evening(dayEpochMs: number): number {
  return Math.cos(((hourOfDay(dayEpochMs) - 21) / 24) * 2 * Math.PI);
}

export function drawVisitor(random: Random, dayEpochMs: number): Visitor {
  const isMobile = random.chance(mobileShare(dayEpochMs));
  const arrival = drawArrival(random);
  const { firstVisits } = (arrivals[arrival] as Arrival).channel;
  const isFirst = random.chance(firstVisitShare(firstVisits, dayEpochMs));
  const isSignedIn = random.chance(isFirst ? signedInShare.first : signedInShare.returning);
  return {
    agent: drawAgent(random, isMobile ? "app" : "browser"),
    arrival,
    user: isSignedIn ? random.below(userCount) : nobody,
    visit: isFirst ? 1 : 2 + Math.floor(random.exponential(meanFurtherVisits)),
  };
}

const anonymous = encoded('anonymous","visit":');
const known = encoded("u");
const visitOfKnown = encoded('","visit":');

/** Writes the members from the user's id, its opening quote written, to the way that they came. */
export function writeVisitor(event: EventWriter, visitor: Visitor): void {
  if (visitor.user === nobody) {
    event.bytes(anonymous);
  } else {
    event.bytes(known);
    event.integer(visitor.user);
    event.bytes(visitOfKnown);
  }
  event.integer(visitor.visit);
  event.bytes((agents[visitor.agent] as Agent).members);
  event.bytes((arrivals[visitor.arrival] as Arrival).members);
}
