import { kinesisRateTable, type KinesisRateName } from "../../src/core/limits/kinesis-rates.ts";

/**
 * Limits under which the control plane of Kinesis can be called as often as a test likes: most
 * tests make more streams in a second than an account may, and are about something else.
 */
export const unmeteredControlPlane = Object.fromEntries(
  Object.keys(kinesisRateTable).map((name) => [name, 1_000_000]),
) as Readonly<Record<KinesisRateName, number>>;
