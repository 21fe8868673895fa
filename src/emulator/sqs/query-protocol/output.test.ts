import { expect, test } from "vitest";

import { invalidParameter, queueDoesNotExist, SqsError } from "../errors.ts";
import { queryOperations, type QueryOperation } from "./operations.ts";
import { renderQueryError, renderQueryOutput } from "./output.ts";

const namespace = 'xmlns="http://queue.amazonaws.com/doc/2012-11-05/"';

function render(action: string, output: object): string {
  const operation = queryOperations.get(action) as QueryOperation;
  const answered = { action, operation, requestId: "r" };
  const { body } = renderQueryOutput({ ...output }, answered);
  return String(body).replace('<?xml version="1.0"?>', "").replace(` ${namespace}`, "");
}

const metadata = "<ResponseMetadata><RequestId>r</RequestId></ResponseMetadata>";

test("an operation without a result", () => {
  expect(render("DeleteQueue", {})).toBe(`<DeleteQueueResponse>${metadata}</DeleteQueueResponse>`);
});

test("lists and maps are flattened, and text is escaped", () => {
  const message = {
    MessageId: "m",
    Body: 'a<b>&"\r\n\u{1F600}\u0000',
    Attributes: { SenderId: "1" },
    MessageAttributes: { k: { DataType: "String", StringValue: "v" } },
  };
  expect(render("ReceiveMessage", { Messages: [message, { MessageId: "n" }] })).toBe(
    "<ReceiveMessageResponse><ReceiveMessageResult>" +
      "<Message><MessageId>m</MessageId>" +
      "<Body>a&lt;b&gt;&amp;&quot;&#xd;\n\u{1F600}\uFFFD</Body>" +
      "<Attribute><Name>SenderId</Name><Value>1</Value></Attribute>" +
      "<MessageAttribute><Name>k</Name>" +
      "<Value><StringValue>v</StringValue><DataType>String</DataType></Value></MessageAttribute>" +
      "</Message><Message><MessageId>n</MessageId></Message>" +
      `</ReceiveMessageResult>${metadata}</ReceiveMessageResponse>`,
  );
});

test("a batch tells its successes and its failures", () => {
  const output = {
    Successful: [{ Id: "1" }],
    Failed: [{ Id: "2", SenderFault: true, Code: "C", Message: "t" }],
  };
  expect(render("DeleteMessageBatch", output)).toBe(
    "<DeleteMessageBatchResponse><DeleteMessageBatchResult>" +
      "<DeleteMessageBatchResultEntry><Id>1</Id></DeleteMessageBatchResultEntry>" +
      "<BatchResultErrorEntry><Id>2</Id><SenderFault>true</SenderFault>" +
      "<Code>C</Code><Message>t</Message></BatchResultErrorEntry>" +
      `</DeleteMessageBatchResult>${metadata}</DeleteMessageBatchResponse>`,
  );
});

test.each<readonly [error: SqsError, status: number, content: string]>([
  [
    queueDoesNotExist(),
    400,
    "<Type>Sender</Type><Code>AWS.SimpleQueueService.NonExistentQueue</Code>" +
      "<Message>The specified queue does not exist for this wsdl version.</Message>",
  ],
  [
    invalidParameter("Label", "<x>", "No."),
    400,
    "<Type>Sender</Type><Code>InvalidParameterValue</Code>" +
      "<Message>Value &lt;x&gt; for parameter Label is invalid. Reason: No.</Message>",
  ],
  [
    new SqsError("InternalFailure", "t"),
    500,
    "<Type>Receiver</Type><Code>InternalFailure</Code><Message>t</Message>",
  ],
])("%s", (error, status, content) => {
  const response = renderQueryError(error, "r");
  expect(response.status).toBe(status);
  expect(response.headers).toEqual({ "content-type": "text/xml", "x-amzn-requestid": "r" });
  expect(response.body).toBe(
    `<?xml version="1.0"?><ErrorResponse ${namespace}><Error>${content}<Detail/></Error>` +
      "<RequestId>r</RequestId></ErrorResponse>",
  );
});
