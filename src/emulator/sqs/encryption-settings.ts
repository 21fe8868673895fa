import type { SqsLimits } from "../../core/limits/sqs.ts";
import { SqsError } from "./errors.ts";

/** Kept and answered, and without effect: nothing is encrypted here. */
export interface EncryptionSettings {
  readonly managed: boolean;
  /** Undefined without server-side encryption by KMS. */
  readonly kmsKeyId: string | undefined;
  readonly kmsReuseSeconds: number;
}

export function defaultEncryption(limits: SqsLimits): EncryptionSettings {
  return { managed: true, kmsKeyId: undefined, kmsReuseSeconds: limits.kmsReuseSecondsDefault };
}

const names = ["SqsManagedSseEnabled", "KmsMasterKeyId", "KmsDataKeyReusePeriodSeconds"] as const;

export function isEncryptionAttribute(name: string): boolean {
  return (names as readonly string[]).includes(name);
}

/**
 * The settings with the given attributes. A queue has one kind of encryption: to name a KMS key
 * ends that with SQS's own keys, and the other way round; both at once is an error. The empty key
 * id takes the key away. Throws InvalidAttributeName and InvalidAttributeValue.
 */
export function withEncryptionAttributes(
  settings: EncryptionSettings,
  attributes: Readonly<Record<string, string>>,
  limits: SqsLimits,
): EncryptionSettings {
  const managedText = attributes["SqsManagedSseEnabled"];
  const keyId = attributes["KmsMasterKeyId"];
  if (managedText !== undefined && managedText !== "true" && managedText !== "false") {
    throw invalid("SqsManagedSseEnabled");
  }
  if (managedText === "true" && keyId) {
    throw new SqsError(
      "InvalidAttributeName",
      "You can use one type of server-side encryption (SSE) at one time. " +
        "You can either enable KMS SSE or SQS SSE.",
    );
  }
  const kmsReuseSeconds = readReuseSeconds(attributes, limits) ?? settings.kmsReuseSeconds;
  if (managedText === "true") return { managed: true, kmsKeyId: undefined, kmsReuseSeconds };
  if (keyId) return { managed: false, kmsKeyId: keyId, kmsReuseSeconds };
  return {
    managed: managedText === undefined && settings.managed,
    kmsKeyId: keyId === "" ? undefined : settings.kmsKeyId,
    kmsReuseSeconds,
  };
}

export function renderEncryption(settings: EncryptionSettings): Record<string, string> {
  const { managed, kmsKeyId, kmsReuseSeconds } = settings;
  return {
    SqsManagedSseEnabled: String(managed),
    ...(kmsKeyId !== undefined && {
      KmsMasterKeyId: kmsKeyId,
      KmsDataKeyReusePeriodSeconds: String(kmsReuseSeconds),
    }),
  };
}

function readReuseSeconds(
  attributes: Readonly<Record<string, string>>,
  { kmsReuseSecondsMin, kmsReuseSecondsMax }: SqsLimits,
): number | undefined {
  const text = attributes["KmsDataKeyReusePeriodSeconds"];
  if (text === undefined) return undefined;
  const seconds = Number(text);
  if (!/^\d+$/.test(text) || seconds < kmsReuseSecondsMin || seconds > kmsReuseSecondsMax) {
    throw invalid("KmsDataKeyReusePeriodSeconds");
  }
  return seconds;
}

function invalid(name: string): SqsError {
  return new SqsError("InvalidAttributeValue", `Invalid value for the parameter ${name}.`);
}
