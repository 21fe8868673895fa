import type { KinesisAccount, StreamReference } from "../account.ts";
import { KinesisError } from "../errors.ts";
import { streamMembers } from "../validation/common.ts";
import { action } from "./action.ts";

const rules = {
  ...streamMembers,
  RetentionPeriodHours: { type: "Integer", required: true },
} as const;

export const increaseStreamRetentionPeriod = action(rules, (account, input) => {
  change(account, input, ({ hours, existing, place }) => {
    if (hours >= existing) return;
    throw invalid(
      `${place} can not be shorter than existing retention period (${existing} hours). ` +
        "Use DecreaseRetentionPeriod API.",
    );
  });
  return undefined;
});

export const decreaseStreamRetentionPeriod = action(rules, (account, input) => {
  change(account, input, ({ hours, existing, place }) => {
    if (hours <= existing) return;
    throw invalid(
      `${place} can not be longer than existing retention period (${existing} hours). ` +
        "Use IncreaseRetentionPeriod API.",
    );
  });
  return undefined;
});

interface Change {
  readonly hours: number;
  readonly existing: number;
  /** How the message about a wrong direction begins. */
  readonly place: string;
}

/** What has expired under the old period is gone, whatever the new one is. */
function change(
  account: KinesisAccount,
  input: StreamReference & { readonly RetentionPeriodHours: number },
  checkDirection: (change: Change) => void,
): void {
  const hours = input.RetentionPeriodHours;
  const stream = account.findActive(input);
  const { retentionHoursMin: min, retentionHoursMax: max } = account.limits;
  if (hours < min) {
    throw invalid(
      `Minimum allowed retention period is ${min} hours. ` +
        `Requested retention period (${hours} hours) is too short.`,
    );
  }
  if (hours > max) {
    throw invalid(
      `Maximum allowed retention period is ${max} hours. ` +
        `Requested retention period (${hours} hours) is too long.`,
    );
  }
  checkDirection({
    hours,
    existing: stream.settings.retentionHours,
    place: `Requested retention period (${hours} hours) for stream ${stream.name}`,
  });
  const nowMs = account.nowMs();
  for (const shard of stream.shards.all()) stream.trim(shard, nowMs);
  stream.settings.retentionHours = hours;
  stream.beginUpdate(nowMs);
}

function invalid(message: string): KinesisError {
  return new KinesisError("InvalidArgumentException", message);
}
