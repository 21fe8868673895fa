import { toAwsJson } from "../../wire/aws-json.ts";
import { KinesisError } from "../errors.ts";
import { recordsJson, type RecordsOutput } from "../records-json.ts";
import type { Codec } from "./codec.ts";

type Writer = (output: object) => string | Buffer;

/** Outputs with a writer of their own: those that are large and plain. */
const writers: ReadonlyMap<string, Writer> = new Map<string, Writer>([
  ["GetRecords", (output: object) => recordsJson(output as RecordsOutput)],
  ["SubscribeToShardEvent", (event: object) => recordsJson(event as RecordsOutput)],
  // Texts and numbers only: nothing to bring to the protocol's form.
  ["PutRecords", (output: object) => JSON.stringify(output)],
]);

/** AWS JSON 1.1: blobs in base64, timestamps in seconds with decimals. */
export const jsonCodec: Codec = {
  contentType: "application/x-amz-json-1.1",
  read: (body) => {
    try {
      return JSON.parse(body.toString());
    } catch {
      throw new KinesisError("SerializationException", "The body is not JSON.");
    }
  },
  write: (of, members) => (writers.get(of) ?? toAwsJson)(members),
  writeError: ({ code, message }) => JSON.stringify({ __type: code, message }),
};
