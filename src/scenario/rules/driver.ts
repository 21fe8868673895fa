import type { Finding } from "../../core/document/finding.ts";
import type { Scenario } from "../schema.ts";

/** What the service takes of one Kinesis record and its key, against what the producer makes. */
export function driverRules({ load }: Scenario): readonly Finding[] {
  const { producer } = load;
  if (producer.stream !== undefined) return callRules(producer);
  const findings: Finding[] = [];
  const message = "only a producer that writes to a stream can do this";
  const uses = ["collectors", "queue"].map((key) => ["load", "producer", key]);
  if (producer.aggregation.mode !== "off") {
    findings.push({ path: ["load", "producer", "aggregation", "mode"], message, uses });
  }
  if (producer.rateLimit !== "off") {
    findings.push({ path: ["load", "producer", "rateLimit"], message, uses });
  }
  if (producer.call === "put-record") {
    findings.push({ path: ["load", "producer", "call"], message, uses });
  }
  return findings;
}

/** An aggregate that is larger than a call would never fill the call's bound. */
function callRules(producer: Scenario["load"]["producer"]): readonly Finding[] {
  const { aggregation, bytes } = producer;
  if (aggregation.mode === "off" || aggregation.bytes <= bytes) return [];
  return [
    {
      path: ["load", "producer", "aggregation", "bytes"],
      message: "an aggregate may be larger than a call",
      uses: [["load", "producer", "bytes"]],
    },
  ];
}
