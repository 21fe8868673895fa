import { capacityLimitsOf } from "../../core/limits/kinesis-capacity.ts";
import { kinesisLimitTable } from "../../core/limits/kinesis.ts";
import type { LimitTable } from "../../core/limits/limit.ts";
import { s3LimitTable } from "../../core/limits/s3.ts";
import type { ChangedLimits } from "../../core/limits/schema.ts";
import { sqsLimits, sqsLimitTable } from "../../core/limits/sqs.ts";

/** A limit as the admin endpoint shows it. */
interface DescribedLimit {
  readonly value: number;
  readonly unit: string;
  readonly source: string;
  /** AWS's value in this region, or the one that is assumed. */
  readonly default: number;
  readonly isChanged: boolean;
}

type DescribedLimits = Readonly<Record<string, DescribedLimit>>;

/** Every limit of every service with its value and where it comes from. */
export function describeLimits(
  changed: ChangedLimits,
  region: string,
): Readonly<Record<string, DescribedLimits>> {
  const kinesis = { changed: changed.kinesis ?? {}, regional: capacityLimitsOf(region) };
  const sqs = { changed: changed.sqs ?? {}, regional: sqsLimits({}, region) };
  return {
    kinesis: described(kinesisLimitTable, kinesis),
    sqs: described(sqsLimitTable, sqs),
    s3: described(s3LimitTable, { changed: changed.s3 ?? {}, regional: {} }),
  };
}

type Values = Readonly<Record<string, number>>;

function described(
  table: LimitTable,
  { changed, regional }: { readonly changed: Values; readonly regional: Values },
): DescribedLimits {
  const rows = Object.entries(table).map(([name, { value: aws, unit, source }]) => {
    const standard = regional[name] ?? aws;
    const value = changed[name] ?? standard;
    return [name, { value, unit, source, default: standard, isChanged: value !== standard }];
  });
  return Object.fromEntries(rows) as DescribedLimits;
}
