import {
  CreateStreamCommand,
  DescribeStreamSummaryCommand,
  ListStreamsCommand,
} from "@aws-sdk/client-kinesis";
import { ListBucketsCommand } from "@aws-sdk/client-s3";
import { GetQueueAttributesCommand, ListQueuesCommand } from "@aws-sdk/client-sqs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { shippedPlan } from "../../test/support/shipped-plan.ts";
import { startEmulator, type Emulator } from "../emulator/server.ts";
import { createClients, type Clients } from "./clients.ts";
import { cleanUp, provision } from "./provision.ts";
import type { Target } from "./target.ts";

const plan = shippedPlan("smoke");

describe("provision", () => {
  let emulator: Emulator;
  let clients: Clients;
  let target: Target;
  beforeEach(async () => {
    emulator = await startEmulator();
    const { endpoint } = emulator;
    target = { kind: "embedded", endpoint, region: "us-east-1", nameSuffix: "-run1" };
    clients = createClients(target);
  });
  afterEach(async () => {
    clients.destroy();
    await emulator.stop();
  });

  async function present() {
    const { StreamNames: streams = [] } = await clients.kinesis.send(new ListStreamsCommand({}));
    const { QueueUrls = [] } = await clients.sqs.send(new ListQueuesCommand({}));
    const { Buckets = [] } = await clients.s3.send(new ListBucketsCommand({}));
    const queues = QueueUrls.map((url) => url.slice(url.lastIndexOf("/") + 1)).sort();
    return { streams, queues, buckets: Buckets.map(({ Name }) => Name) };
  }

  it("makes what the plan names, under the names of the run, and removes it again", async () => {
    const made = await provision(plan, target, clients);
    expect(await present()).toEqual({
      streams: ["logs-run1"],
      queues: ["audience-dead-run1", "audience-run1", "work-dead-run1", "work-run1"],
      buckets: ["lake-run1"],
    });
    const { StreamDescriptionSummary } = await clients.kinesis.send(
      new DescribeStreamSummaryCommand({ StreamName: made.streams["logs"] }),
    );
    expect(StreamDescriptionSummary).toMatchObject({ StreamStatus: "ACTIVE", OpenShardCount: 2 });
    const { Attributes } = await clients.sqs.send(
      new GetQueueAttributesCommand({
        QueueUrl: made.queueUrls["work"],
        AttributeNames: ["VisibilityTimeout", "RedrivePolicy"],
      }),
    );
    expect(Attributes?.["VisibilityTimeout"]).toBe("10");
    expect(Attributes?.["RedrivePolicy"]).toContain(":work-dead-run1");
    await cleanUp(made, clients);
    expect(await present()).toEqual({ streams: [], queues: [], buckets: [] });
  });

  it("registers a consumer for each instance that reads enhanced, and removes them", async () => {
    const consumers = await provision(shippedPlan("fan-out-consumers"), target, clients);
    const arns = Object.entries(consumers.consumers);
    expect(arns.map(([instance]) => instance)).toEqual([1, 2, 3, 4, 5].map((i) => `enhanced-${i}`));
    for (const [instance, arn] of arns) {
      expect(arn).toContain(`:stream/logs-run1/consumer/${instance}-run1:`);
    }
    expect(await cleanUp(consumers, clients)).toEqual([]);
    expect((await present()).streams).toEqual([]);
  });

  it("does not touch a stream that is there, and leaves nothing else behind", async () => {
    await clients.kinesis.send(new CreateStreamCommand({ StreamName: "logs-run1", ShardCount: 1 }));
    await expect(provision(plan, target, clients)).rejects.toMatchObject({
      code: "provisioning-failed",
      message: expect.stringContaining("ResourceInUseException"),
    });
    expect(await present()).toEqual({ streams: ["logs-run1"], queues: [], buckets: [] });
  });

  it("explains an endpoint at which nothing answers", async () => {
    await emulator.stop();
    await expect(provision(plan, target, clients)).rejects.toMatchObject({
      code: "target-unreachable",
      message: `nothing answers at ${target.endpoint} (ECONNREFUSED)`,
      hint: expect.stringContaining("embedded emulator"),
      exitCode: 1,
    });
  });
});
