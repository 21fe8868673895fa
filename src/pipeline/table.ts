import type { StagePlan, ThreadStagePlan } from "../scenario/plan.ts";
import { Delivery } from "./delivery.ts";
import { FanOut } from "./fan-out.ts";
import { QueueConsumer } from "./queue-consumer.ts";
import { Reader } from "./reader.ts";
import type { Stage, StageContext } from "./stage.ts";
import { Worker } from "./worker.ts";

// To add a stage: its plan goes into src/scenario/plan.ts (StagePlan) and the schema, its class
// into a file of its own here, and a case below. `standsFor` names the AWS service in the report.
export function createStage(plan: ThreadStagePlan, context: StageContext): Stage {
  switch (plan.kind) {
    case "delivery":
      return new Delivery(plan, context);
    case "fan-out":
      return new FanOut(plan, context);
    case "reader":
      return new Reader(plan, context);
    case "queue-consumer":
      return new QueueConsumer(plan, context);
    case "workers":
      return new Worker(plan, context);
  }
}

/** What each kind of stage stands for, beyond Kinesis, SQS and S3 themselves. */
export const standsFor: Readonly<Record<StagePlan["kind"], string>> = {
  collectors: "an Application Load Balancer and an auto-scaling group of HTTP collectors",
  delivery: "Amazon Data Firehose: buffered delivery of a stream to S3",
  "fan-out": "AWS Lambda behind an event-source mapping on Kinesis, distributing by queues",
  reader: "a second program that reads the stream",
  "queue-consumer": "the services of marketing, alerts and developers",
  workers: "services that validate, de-duplicate and transform, and a Firehose delivery",
};
