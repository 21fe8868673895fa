import type { KinesisAccount } from "../account.ts";
import { commitmentStatus, disableCommitment, enableCommitment } from "../billing-commitment.ts";
import { action } from "./action.ts";

export const describeAccountSettings = action({}, describe);

const updateRules = {
  MinimumThroughputBillingCommitment: {
    type: "Structure",
    required: true,
    members: { Status: { type: "String", required: true, values: ["ENABLED", "DISABLED"] } },
  },
} as const;

/** Before the commitment has lasted its minimum, DISABLED takes effect when it has. */
export const updateAccountSettings = action(updateRules, (account, input) => {
  const { commitment, limits } = account;
  const nowMs = account.nowMs();
  switch (input.MinimumThroughputBillingCommitment.Status) {
    case "ENABLED":
      enableCommitment(commitment, nowMs);
      break;
    case "DISABLED":
      disableCommitment(commitment, nowMs, limits.billingCommitmentMinMs);
  }
  return describe(account);
});

function describe(account: KinesisAccount): object {
  const { startedMs, endMs } = account.commitment;
  const status = commitmentStatus(account.commitment, account.nowMs());
  const earliestMs = (startedMs ?? 0) + account.limits.billingCommitmentMinMs;
  const hasStarted = startedMs !== undefined;
  return {
    MinimumThroughputBillingCommitment: {
      Status: status,
      StartedAt: hasStarted ? new Date(startedMs) : undefined,
      EndedAt: status === "DISABLED" && endMs !== undefined ? new Date(endMs) : undefined,
      EarliestAllowedEndAt: hasStarted && status !== "DISABLED" ? new Date(earliestMs) : undefined,
    },
  };
}
