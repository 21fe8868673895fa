import type { GaugeReading } from "../metrics/metrics.ts";
import { renderSettings } from "./queue-settings.ts";
import type { Queue } from "./queue.ts";

/** A queue, as the admin endpoint shows it. */
export function inspectQueue(queue: Queue): object {
  const { settings } = queue;
  const { ready, delayed, inFlight } = queue.counts();
  return {
    name: queue.name,
    type: settings.fifo ? "fifo" : "standard",
    arn: queue.arn,
    visible: ready,
    inFlight,
    delayed,
    oldestAgeMs: queue.oldestAgeMs,
    waitingReceives: queue.waitingReceives,
    deadLetterTargetArn: settings.redrive?.deadLetterTargetArn,
    maxReceiveCount: settings.redrive?.maxReceiveCount,
    attributes: renderSettings(settings),
  };
}

export function queueGauges(queue: Queue): readonly GaugeReading[] {
  const { ready, delayed, inFlight } = queue.counts();
  const resource = queue.name;
  return [
    { metric: "ApproximateNumberOfMessagesVisible", resource, value: ready },
    { metric: "ApproximateNumberOfMessagesNotVisible", resource, value: inFlight },
    { metric: "ApproximateNumberOfMessagesDelayed", resource, value: delayed },
    { metric: "ApproximateAgeOfOldestMessage", resource, value: queue.oldestAgeMs / 1_000 },
  ];
}
