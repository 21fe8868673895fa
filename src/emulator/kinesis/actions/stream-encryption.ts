import type { KinesisAccount } from "../account.ts";
import { KinesisError } from "../errors.ts";
import { RollingQuota, type QuotaUses } from "../rolling-quota.ts";
import type { Stream } from "../stream.ts";
import { streamMembers } from "../validation/common.ts";
import { action } from "./action.ts";

const rules = {
  ...streamMembers,
  EncryptionType: { type: "String", required: true, values: ["NONE", "KMS"] },
  KeyId: { type: "String", required: true, minLength: 1, maxLength: 2_048 },
} as const;

const dayMs = 86_400_000;

/**
 * Notes the key: nothing is encrypted, and whether the key exists is not known, since there is no
 * KMS here. Applying a key is bound by a quota of successes in a rolling day.
 */
export const startStreamEncryption = action(rules, (account, input) => {
  checkKey(input);
  const stream = account.findActive(input);
  const nowMs = account.nowMs();
  count({ account, stream, uses: stream.settings.encryptionStarts });
  stream.settings.kmsKeyId = input.KeyId;
  stream.beginUpdate(nowMs);
  return undefined;
});

/** A stream that is not encrypted stays so, and another key than the stream's does as well. */
export const stopStreamEncryption = action(rules, (account, input) => {
  checkKey(input);
  const stream = account.findActive(input);
  const nowMs = account.nowMs();
  count({ account, stream, uses: stream.settings.encryptionStops });
  stream.settings.kmsKeyId = undefined;
  stream.beginUpdate(nowMs);
  return undefined;
});

const keyId = /^(?:mrk-[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;
const alias = /^alias\/[\w/-]+$/;
const arn = /^arn:aws[\w-]*:kms:[\w-]+:\d{12}:(?:key\/[\w-]+|alias\/[\w/-]+)$/;

/** @throws KinesisError where KMS would not take the text for the name of a key. */
function checkKey(input: { readonly EncryptionType: string; readonly KeyId: string }): void {
  if (input.EncryptionType !== "KMS") {
    throw new KinesisError(
      "InvalidArgumentException",
      `EncryptionType ${input.EncryptionType} is not valid: the only valid value is KMS.`,
    );
  }
  if ([keyId, alias, arn].some((form) => form.test(input.KeyId))) return;
  throw new KinesisError("KMSNotFoundException", `Invalid keyId '${input.KeyId}'`);
}

function count(change: {
  readonly account: KinesisAccount;
  readonly stream: Stream;
  readonly uses: QuotaUses;
}): void {
  const { account, stream, uses } = change;
  const max = account.limits.encryptionChangesPerDay;
  const quota = new RollingQuota({ max, windowMs: dayMs }, uses);
  const nowMs = account.nowMs();
  if (!quota.hasRoom(nowMs)) {
    throw new KinesisError(
      "LimitExceededException",
      `The encryption of stream ${stream.name} under account ${account.accountId} was changed ` +
        `${max} times in the last 24 hours, which is the most.`,
    );
  }
  quota.use(nowMs);
}
