import { findConsumer } from "../fan-out/consumer-reference.ts";
import { describeConsumer } from "../fan-out/describe-consumer.ts";
import { consumerMembers } from "../validation/common.ts";
import { action } from "./action.ts";

export const describeStreamConsumer = action(consumerMembers, (account, input) => {
  const { stream, consumer } = findConsumer(account, input);
  return {
    ConsumerDescription: {
      ...describeConsumer(consumer, account.nowMs()),
      StreamARN: stream.arn,
    },
  };
});
