import { EventStreamCodec } from "@smithy/core/event-streams";
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { EventMessageWriter } from "./event-message.ts";

const codec = new EventStreamCodec(
  (bytes) => (typeof bytes === "string" ? bytes : Buffer.from(bytes).toString()),
  (text) => Buffer.from(text),
);

it("is read by the SDK's codec, checksums and all", () => {
  const headerName = fc.stringMatching(/^x-[a-z]{1,40}$/);
  const text = fc.string({ unit: "grapheme" });
  const body = fc.oneof(
    text,
    fc.uint8Array().map((bytes) => Buffer.from(bytes)),
  );
  fc.assert(
    fc.property(headerName, text, body, (name, value, content) => {
      const message = new EventMessageWriter({ ":message-type": "event", [name]: value });
      const read = codec.decode(message.message(content));
      expect(read.headers).toEqual({
        ":message-type": { type: "string", value: "event" },
        [name]: { type: "string", value },
      });
      expect(Buffer.from(read.body)).toEqual(Buffer.from(content as string));
    }),
  );
});

it("has the bytes that the format says", () => {
  const message = new EventMessageWriter({ a: "b" }).message("{}");
  expect(message.toString("hex")).toMatch(
    /^0000001800000006[0-9a-f]{8}0161070001627b7d[0-9a-f]{8}$/,
  );
});
