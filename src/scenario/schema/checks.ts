import { z } from "zod";
import { parseDurationMs } from "../../core/units.ts";
import { durationMs, ratePerSecond, share, wholeNumber } from "../../core/document/quantities.ts";

const thresholdExpected =
  "a threshold, as in `p99 <= 250ms` or `max < 2s` (p50, p90, p99, p99.9, p99.99, max)";

const percentiles = String.raw`(50|90|99|99\.9|99\.99)`;
const time = String.raw`((?:\d+(?:\.\d+)?\s*(?:ms|s|sec|m|min|h|d)\s*)+)`;
const thresholdPattern = new RegExp(
  String.raw`^(?:p${percentiles}|p\(${percentiles}\)|max)\s*<=?\s*${time}$`,
);

const thresholdSchema = z
  .string({ error: thresholdExpected })
  .regex(thresholdPattern, { error: thresholdExpected })
  .meta({ examples: ["p99 <= 250ms", "max < 2s"] })
  .transform((text) => {
    const [, bare, inBrackets, time] = thresholdPattern.exec(text) ?? [];
    return {
      percentile: Number(bare ?? inBrackets ?? 100),
      ms: parseDurationMs(time ?? "") ?? Number.NaN,
    };
  });

const thresholds = (what: string) =>
  z
    .union([thresholdSchema, z.array(thresholdSchema).min(1)], { error: thresholdExpected })
    .transform((one) => (Array.isArray(one) ? one : [one]))
    .optional()
    .describe(`${what}. One threshold or a list.`);

const thresholdsOfHop = (what: string) => thresholds(`From the intended time to ${what}`);

const latencySchema = z.strictObject({
  acknowledged: thresholdsOfHop("the stream's answer"),
  read: thresholdsOfHop("the read from the stream"),
  received: thresholdsOfHop("the receipt by a worker"),
  final: thresholdsOfHop("the durable record in FINAL"),
  raw: thresholdsOfHop("the durable record in RAW"),
  audience: thresholdsOfHop("the receipt by a queue consumer"),
  answered: thresholds(
    "A service time, not from the intended time: from the head of a request to the collector's " +
      "answer, of requests of which anything was stored or may have been",
  ),
});

const records = (what: string) =>
  wholeNumber({ min: 0, max: 1_000_000_000 }).prefault(0).describe(`${what}, at most.`);

const burnRateExpected = "a number above 0, as in `14.4`";

const componentsSchema = z
  .array(
    z.strictObject({
      name: z.string({ error: "a name" }).min(1, { error: "a name" }),
      level: share({ min: "50 %" }).describe("What it promises, as in a service-level agreement."),
    }),
    { error: "a list of components" },
  )
  .prefault([]);

const availabilitySchema = z.strictObject({
  objective: share({ min: "50 %", max: "99.9999 %" }).describe("As in `99.99%`: the budget."),
  ingestWithin: durationMs({ min: "1ms" }).describe(
    "A record is good when it is acknowledged within this time. Real time.",
  ),
  freshnessWithin: durationMs({ min: "1ms" })
    .optional()
    .describe("A record is good when it is in FINAL within this time. Real time."),
  components: z
    .strictObject({
      ingest: componentsSchema.describe("What a record has to come through to be acknowledged."),
      freshness: componentsSchema.describe("What it has to come through after that."),
    })
    .optional()
    .describe("The parts of the path and what each promises: the report shows their product."),
  burn: z
    .strictObject({
      long: durationMs({ min: "1min", max: "24h" }).prefault("1h").describe("Of the day."),
      short: durationMs({ min: "1min", max: "24h" })
        .prefault("5min")
        .describe("Of the day. Confirms that the burning still goes on."),
      rateMax: z
        .number({ error: burnRateExpected })
        .gt(0, { error: burnRateExpected })
        .prefault(14.4)
        .describe("How many times faster than allowed the budget may be spent."),
      recordsMin: wholeNumber({ min: 1, max: 1_000_000 })
        .prefault(5)
        .describe("Bad records that an alarm needs at least."),
    })
    .prefault({})
    .describe("The burn-rate alarm: both windows must burn."),
});

export const checksSchema = z
  .strictObject({
    latency: latencySchema.optional().describe("End-to-end latency, by hop."),
    throttling: z
      .strictObject({
        throttledMax: share().describe("Share of the attempts, at most."),
        hotUtilization: share().prefault("85%").describe("A second above it is a hot second."),
        hotSecondsMax: share().prefault("1%").describe("Share of hot seconds, at most."),
        hotShard: z
          .literal("expected", { error: "`expected`, or leave it out" })
          .optional()
          .describe(
            "The run is to show a hot shard, and fails where none is found and its key named.",
          ),
      })
      .optional()
      .describe("Throttled writes, and how near to its limit the hottest shard is."),
    deduplication: z
      .strictObject({
        missedMax: records("Duplicates that came through"),
        originalsDroppedMax: records("Events of which no copy survived"),
        repeatsUnexplainedMax: records("Repeats that at-least-once delivery does not explain"),
      })
      .optional()
      .describe("De-duplication, against the planted truth."),
    ordering: z
      .strictObject({ unexplainedMax: records("Records of a key out of order") })
      .optional()
      .describe("Order within a partition key, from the stream to its consumer."),
    availability: availabilitySchema.optional().describe("Ingest and freshness as error budgets."),
    saturation: z
      .strictObject({
        eventsMin: ratePerSecond({ min: "1/s" }).describe(
          "As in `5k/s`: what one collector takes in a closed loop, in the size that it takes " +
            "the most of.",
        ),
      })
      .optional()
      .describe("What a collector was found to take. No latency under load follows from it."),
    reconciliation: z
      .strictObject({
        lostMax: records("Confirmed, valid event ids that are nowhere"),
        extraMax: records("Records that nobody sent"),
        alteredMax: records("Records that are not what was sent"),
      })
      .optional()
      .describe("What was sent against what is read back."),
    validity: z
      .strictObject({
        scheduleLagP99Max: durationMs({ min: "1ms" })
          .prefault("20ms")
          .describe("From the intended time to the acceptance by the producer."),
        samplesBeyondMin: wholeNumber({ min: 1, max: 1_000_000 })
          .prefault(10)
          .describe("Samples beyond a percentile that a claim about it needs."),
        loadUtilizationMax: share()
          .prefault("90%")
          .describe("Share of the time that the load's event loop may be busy."),
      })
      .prefault({})
      .describe("Whether the run itself can be trusted. Always made."),
  })
  .prefault({})
  .describe("Thresholds. A check that is not named is not made; validity always is.");
