import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { parentPort } from "node:worker_threads";
import { putRecordsAnswer } from "./put-records.ts";

/**
 * A thread that answers every request, once it has come in whole, with the same bytes: what Node's
 * HTTP costs by itself. What a server under test takes beyond that is its own.
 */
const answer = Buffer.from(putRecordsAnswer());

const server = createServer((request, response) => {
  request.resume();
  request.on("end", () => {
    response.writeHead(200, {
      "content-type": "application/x-amz-json-1.1",
      "content-length": answer.length,
    });
    response.end(answer);
  });
});

server.listen(0, "127.0.0.1", () => {
  const { port } = server.address() as AddressInfo;
  parentPort?.postMessage(`http://127.0.0.1:${port}`);
});
