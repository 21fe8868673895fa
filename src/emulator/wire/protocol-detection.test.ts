import { describe, expect, it } from "vitest";
import { protocolOf } from "./protocol-detection.ts";

describe("the protocol of a connection", () => {
  it.each([
    ["", undefined],
    ["P", undefined],
    ["PRI * HTTP/2.0\r\n\r\nSM\r\n\r", undefined],
    ["PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "http2"],
    ["PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0", "http2"],
    ["PRI * HTTP/2.0\r\nhost: h", "http1"],
    ["PO", "http1"],
    ["\0", "http1"],
  ])("shows in %j", (head, protocol) => {
    expect(protocolOf(Buffer.from(head, "latin1"))).toBe(protocol);
  });
});
