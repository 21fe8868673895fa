import { decode } from "cborg";
import type { Form, RequestCase } from "./fuzz-case.ts";
import type { Answer } from "./exchange-bytes.ts";
import { xmlFault } from "./well-formed-xml.ts";

/** What is wrong with the answer to a request; undefined where nothing is. */
export function faultOf({ form, request }: RequestCase, answer: Answer): string | undefined {
  const { status, headers, body } = answer;
  if (status >= 500 && status !== 501) return `status ${status}: ${excerpt(body)}`;
  if (status < 200) return `status ${status}`;
  // A head that Node's parser refuses never gets as far as a service.
  const isHeadRefused = status >= 400 && body.length > 0 && !isOfService(headers);
  const isHead = request.method === "HEAD" && !isHeadRefused;
  if (isHead || status === 204 || status === 304) {
    return body.length === 0 ? undefined : "a body where none may be";
  }
  if (status < 400) return undefined;
  const type = headers["content-type"] ?? "";
  const found = formOf(type, body);
  if (found === undefined) return `status ${status} with ${type}: ${excerpt(body)}`;
  if (form !== "any" && form !== found && !isHeadRefused)
    return `an error in ${found}, not ${form}`;
  return errorFault(found, body);
}

function isOfService(headers: Answer["headers"]): boolean {
  return headers["x-amzn-requestid"] !== undefined || headers["x-amz-request-id"] !== undefined;
}

function formOf(type: string, body: Buffer): Form | undefined {
  if (type.startsWith("application/x-amz-json-")) return "json";
  if (type === "application/x-amz-cbor-1.1") return "cbor";
  // The emulator's own routes speak JSON.
  if (type === "application/json") return "json";
  if (!/^(?:text|application)\/xml/.test(type)) return undefined;
  return body.includes("<ErrorResponse") ? "query" : "s3";
}

function errorFault(form: Form, body: Buffer): string | undefined {
  switch (form) {
    case "json":
    case "cbor": {
      const error = read(form, body);
      if (typeof error !== "object" || error === null) return `no ${form}: ${excerpt(body)}`;
      const { __type, message, error: own } = error as Record<string, unknown>;
      if (typeof own === "string") return undefined;
      if (typeof __type === "string" && __type !== "" && typeof message === "string") {
        return undefined;
      }
      return `no error in ${form}: ${excerpt(body)}`;
    }
    case "query":
    case "s3": {
      const text = body.toString("utf8");
      const fault = xmlFault(text);
      if (fault !== undefined) return `${fault}: ${excerpt(body)}`;
      const isWhole =
        /<Error>.*<Code>[\w.]+<\/Code>.*<Message>/s.test(text) &&
        (form === "s3" || /<Type>(?:Sender|Receiver)<\/Type>.*<RequestId>/s.test(text));
      return isWhole ? undefined : `no error in XML: ${excerpt(body)}`;
    }
  }
}

function read(form: "json" | "cbor", body: Buffer): unknown {
  try {
    return form === "json" ? JSON.parse(body.toString()) : decode(body);
  } catch {
    return undefined;
  }
}

/** What is wrong with what came over a connection that may not have been HTTP. */
export function bytesFault(heard: Buffer): string | undefined {
  const text = heard.toString("latin1");
  const failed = /HTTP\/1\.1 5(?!01)\d\d[^]{0,300}/.exec(text)?.[0];
  if (failed !== undefined) return failed;
  const isHttp1 = text.startsWith("HTTP/1.1 ");
  // HTTP/2 begins with settings, TLS with a record; a close says nothing at all.
  const isOther = heard[3] === 4 || heard[0] === 0x15 || heard[0] === 0x16;
  return heard.length === 0 || isHttp1 || isOther ? undefined : `not HTTP: ${excerpt(heard)}`;
}

function excerpt(body: Buffer): string {
  return JSON.stringify(body.toString("latin1", 0, 300));
}
