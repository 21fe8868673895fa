import { z } from "zod";
import { durationMs, share, wholeNumber } from "../../core/document/quantities.ts";

const weightExpected = "a number of at least 0";
const weight = () => z.number({ error: weightExpected }).min(0, { error: weightExpected });

const someAbove0 = (weights: readonly number[]) => weights.some((number) => number > 0);

const hoursExpected = "24 numbers, one an hour from midnight, none below 0";
const hours = (error: string) =>
  z
    .array(weight(), { error })
    .length(24, { error })
    .meta({ examples: [Array.from({ length: 24 }, () => 1)] });

const hourlyExpected = `${hoursExpected} and not all 0`;

export const hourlySchema = () =>
  hours(hourlyExpected)
    .refine(someAbove0, { error: hourlyExpected })
    .describe("A weight an hour of the day, from midnight. Only their proportions count.");

const day = (which: string) =>
  hours(hoursExpected).optional().describe(`A weight an hour of ${which}.`);

export const dayNames = [
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
  "sunday",
] as const;

const weeklySchema = z
  .strictObject({
    weekdays: day("Monday to Friday"),
    weekends: day("Saturday and Sunday"),
    monday: day("Monday"),
    tuesday: day("Tuesday"),
    wednesday: day("Wednesday"),
    thursday: day("Thursday"),
    friday: day("Friday"),
    saturday: day("Saturday"),
    sunday: day("Sunday"),
  })
  .describe("The week: a day's own weights, or else those of weekdays and weekends.");

const stairsExpected = "1 to 1,000 numbers, none below 0 and not all 0";
const timesExpected = "a number from 0 to 1000";
const periodsExpected = "a number above 0 and at most 1000";

const shapes = {
  constant: z.strictObject({}).optional().describe("The same rate throughout."),
  ramp: z
    .strictObject({ from: weight(), to: weight() })
    .optional()
    .describe("A straight line from one weight to another over the stretch."),
  stairs: z
    .array(weight(), { error: stairsExpected })
    .min(1, { error: stairsExpected })
    .max(1_000, { error: stairsExpected })
    .refine(someAbove0, { error: stairsExpected })
    .meta({ examples: [[1, 2, 4]] })
    .optional()
    .describe("Steps of equal length over the stretch, a weight each."),
  spike: z
    .strictObject({
      at: share().describe("Where the burst begins, as a share of the stretch."),
      width: share().describe("How long it is, as a share of the stretch."),
      times: z
        .number({ error: timesExpected })
        .min(0, { error: timesExpected })
        .max(1_000, { error: timesExpected })
        .describe("The rate throughout the burst, over the rate outside it."),
    })
    .optional()
    .describe("A constant base and one rectangular burst."),
  sine: z
    .strictObject({
      periods: z
        .number({ error: periodsExpected })
        .gt(0, { error: periodsExpected })
        .max(1_000, { error: periodsExpected })
        .describe("Waves in the stretch."),
      amplitude: share().describe("How far the rate goes above and below its mean."),
    })
    .optional()
    .describe("A rate that swings about its mean, rising first."),
};

const calendar = {
  hourly: hourlySchema().optional(),
  weekly: weeklySchema.optional(),
};

const withShare = {
  share: share().describe("Of the volume. The shares of a sum add up to 100 %."),
};

function sumOf<const Members extends z.ZodRawShape>(members: Members) {
  const expected = "1 to 100 curves, each with its share";
  return z
    .array(z.strictObject({ ...withShare, ...members }), { error: expected })
    .min(1, { error: expected })
    .max(100, { error: expected })
    .optional()
    .describe("Several curves at once.");
}

function repeatOf<const Members extends z.ZodRawShape>(members: Members) {
  return z
    .strictObject({
      times: wholeNumber({ min: 1, max: 1_000 }).optional().describe("So often in the stretch."),
      every: durationMs({ min: "1s", max: "7d" }).optional().describe("Once in each. Of the day."),
      curve: z.strictObject(members).describe("What is repeated, by one of its members."),
    })
    .optional()
    .describe("A curve again and again, by `times` or by `every`.");
}

/**
 * One member, and it says which curve it is. A repeat may be of a sum and a sum of repeats, and
 * what follows the calendar is not repeated: it repeats by itself.
 */
export const curveSchema = z
  .strictObject({
    ...shapes,
    ...calendar,
    sum: sumOf({ ...shapes, ...calendar, repeat: repeatOf(shapes) }),
    repeat: repeatOf({ ...shapes, sum: sumOf(shapes) }),
  })
  .describe("How the rate goes over the stretch, by one member. Only proportions count.");

/** The names of the members that a curve may have where it stands. */
export const curveNames = {
  whole: Object.keys(curveSchema.shape),
  partOfSum: [...Object.keys(shapes), ...Object.keys(calendar), "repeat"],
  repeated: [...Object.keys(shapes), "sum"],
  shape: Object.keys(shapes),
};

export type Curve = z.output<typeof curveSchema>;
