import type { WireResponse } from "../../wire/http.ts";
import { element, escapeXml } from "../../wire/xml.ts";
import { sqsErrors, type SqsError } from "../errors.ts";
import type { JsonObject } from "../fields.ts";
import type { QueryOperation } from "./operations.ts";
import { wireNameOf, type Members, type Shape } from "./shapes.ts";

const declaration = '<?xml version="1.0"?>';
const namespace = "http://queue.amazonaws.com/doc/2012-11-05/";

/** What XML 1.0 has no form for, not even as a reference. */
const unwritable = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

export interface Answered {
  readonly action: string;
  readonly operation: QueryOperation;
  readonly requestId: string;
}

/** The answer of an operation, from its output in the form of the JSON protocol. */
export function renderQueryOutput(
  output: JsonObject,
  { action, operation, requestId }: Answered,
): WireResponse {
  const result = operation.output
    ? element(`${action}Result`, renderMembers(output, operation.output))
    : "";
  const metadata = element("ResponseMetadata", element("RequestId", requestId));
  return respond(200, requestId, document(`${action}Response`, result + metadata));
}

/** An error in the form that the clients of the Query protocol read, at the status it has there. */
export function renderQueryError(error: SqsError, requestId: string): WireResponse {
  const [code, status] = sqsErrors[error.shape];
  const content = element(
    "Error",
    element("Type", status < 500 ? "Sender" : "Receiver"),
    element("Code", code),
    element("Message", plain(queryMessageOf(error))),
    "<Detail/>",
  );
  return respond(
    status,
    requestId,
    document("ErrorResponse", content + element("RequestId", requestId)),
  );
}

/** The one text that the two protocols have differently. */
function queryMessageOf({ shape, message }: SqsError): string {
  if (shape !== "QueueDoesNotExist") return message;
  return "The specified queue does not exist for this wsdl version.";
}

function renderMembers(object: JsonObject, members: Members): string {
  let xml = "";
  for (const [jsonName, shape] of Object.entries(members)) {
    const value = object[jsonName];
    if (value === undefined) continue;
    xml += renderShape(wireNameOf(jsonName, shape), value, shape);
  }
  return xml;
}

function renderShape(name: string, value: unknown, shape: Shape): string {
  if (typeof shape === "string") return element(name, plain(String(value)));
  switch (shape.kind) {
    case "list":
      return (value as readonly unknown[])
        .map((member) => renderShape(name, member, shape.member))
        .join("");
    case "map":
      return Object.entries(value as JsonObject)
        .map(([key, member]) =>
          element(
            name,
            element(shape.keyName, plain(key)),
            renderShape(shape.valueName, member, shape.value),
          ),
        )
        .join("");
    case "structure":
      return element(name, renderMembers(value as JsonObject, shape.members));
  }
}

function plain(text: string): string {
  return escapeXml(text.replace(unwritable, "\uFFFD"));
}

function document(root: string, content: string): string {
  return `${declaration}<${root} xmlns="${namespace}">${content}</${root}>`;
}

function respond(status: number, requestId: string, body: string): WireResponse {
  return { status, headers: { "content-type": "text/xml", "x-amzn-requestid": requestId }, body };
}
