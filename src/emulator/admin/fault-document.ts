import { documentSchema } from "../../core/document/json-schema.ts";
import { formatMistake } from "../../core/document/mistake.ts";
import { readDocument } from "../../core/document/read.ts";
import { AforoError } from "../../core/errors.ts";
import { faultRulesSchema, type FaultRule } from "../../core/fault-rule.ts";

const document = documentSchema(faultRulesSchema);

/**
 * A list of faults in JSON or YAML.
 *
 * @throws AforoError with every mistake, by position.
 */
export function readFaultRules(text: string): readonly FaultRule[] {
  const read = readDocument(text, { file: "faults", schema: document });
  if ("value" in read) return read.value;
  throw new AforoError("usage", read.mistakes.map(formatMistake).join("\n"));
}
