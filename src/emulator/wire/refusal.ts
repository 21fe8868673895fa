import type { WireResponse } from "./http.ts";
import { element, textElement } from "./xml.ts";

/** An error of no service in particular. */
export interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

/** In the words of S3, whose status it has too ("Error responses", S3 API reference). */
export const requestTimeout: Refusal = {
  status: 400,
  code: "RequestTimeout",
  message:
    "Your socket connection to the server was not read from or written to within the timeout " +
    "period. Idle connections will be closed.",
};

/** In the form that the client is likely to read. */
export function refusalResponse(
  headers: Readonly<Record<string, string>>,
  { status, code, message }: Refusal,
): WireResponse {
  const about = { operation: "unknown", errorCode: code };
  if (headers["x-amz-target"] !== undefined) {
    return {
      status,
      headers: { "content-type": "application/x-amz-json-1.1", "x-amzn-errortype": code },
      body: JSON.stringify({ __type: code, message }),
      about,
    };
  }
  return {
    status,
    headers: { "content-type": "application/xml" },
    body: element("Error", textElement("Code", code), textElement("Message", message)),
    about,
  };
}
