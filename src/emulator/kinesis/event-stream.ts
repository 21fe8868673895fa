/** One event of an output that goes on: its type, and its members as any output has them. */
export interface StreamedEvent {
  readonly type: string;
  readonly members: object;
}

/**
 * The output of an action that answers with a stream of events: SubscribeToShard. The wire sends
 * each event as it comes, in the form of its protocol, and takes the next when the client has read.
 *
 * A KinesisError that `events` throws is sent as the stream's exception and ends it. When the
 * client goes away, `return` of the iterator is called at once, even while a `next` is waited for:
 * an iterator that is not a generator can then let that `next` end.
 */
export class EventStream {
  readonly events: AsyncIterable<StreamedEvent>;

  constructor(events: AsyncIterable<StreamedEvent>) {
    this.events = events;
  }
}
