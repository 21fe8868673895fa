import { HopHistory, type HopJson } from "./hop.ts";

const counts = ["refused", "pushedBack", "failed", "gone"] as const;

/**
 * What HTTP collectors answered, request by request. The times are service times: from the head of
 * a request, as its collector took it up, to its answer, and by slice of that arrival. They are
 * those of requests of which anything was stored, or may have been: who is refused or pushed back
 * is answered at once, and would flatter the percentiles.
 */
export class AnswerHistory {
  readonly times = new HopHistory();
  /** Nothing of it could be stored, ever: 4xx. */
  refused = 0;
  /** Nothing of it was stored this time: 503. */
  pushedBack = 0;
  /** A collector's own mistake: 500. */
  failed = 0;
  /** The client left before its request was complete. */
  gone = 0;
  /** Collectors that did not end in order: what they answered is not in here. */
  readonly missing: string[] = [];

  merge(other: AnswerHistory): void {
    this.times.merge(other.times);
    for (const key of counts) this[key] += other[key];
    this.missing.push(...other.missing);
  }

  toJSON(): AnswerJson {
    const { times, refused, pushedBack, failed, gone, missing } = this;
    return { times: times.toJSON(), refused, pushedBack, failed, gone, missing };
  }

  static fromJSON(json: AnswerJson): AnswerHistory {
    const answers = new AnswerHistory();
    answers.times.merge(HopHistory.fromJSON(json.times));
    for (const key of counts) answers[key] = json[key];
    answers.missing.push(...json.missing);
    return answers;
  }
}

export interface AnswerJson extends Readonly<Record<(typeof counts)[number], number>> {
  readonly times: HopJson;
  readonly missing: readonly string[];
}
