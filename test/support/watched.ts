import { realClock, type Clock } from "../../src/core/clock.ts";
import { ConsumerHistory } from "../../src/core/history/consumer.ts";
import { LatencyHistogram } from "../../src/core/latency.ts";
import { ConsumerWatch } from "../../src/pipeline/consumer-watch.ts";
import type { Pause } from "../../src/pipeline/pauses.ts";

/** What a reader is given beside the stream: a clock, its pauses, and who takes its notes. */
export function watched(pauses: readonly Pause[] = [], clock: Clock = realClock) {
  const startUs = clock.monotonicUs();
  const history = new ConsumerHistory();
  const iteratorAge = new LatencyHistogram();
  const watch = new ConsumerWatch({ history, iteratorAge, clock, startUs, pauses });
  return { clock, startUs, pauses, watch, history };
}
