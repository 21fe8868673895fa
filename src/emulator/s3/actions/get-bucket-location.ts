import { xmlResponse } from "../protocol/response.ts";
import { escapeXml } from "../../wire/xml.ts";
import { xmlDocument } from "../protocol/xml-writer.ts";
import type { Action } from "./action.ts";

/** us-east-1 has no location constraint. Source: GetBucketLocation API reference. */
export const getBucketLocation: Action = ({ request, engine }) => {
  const { region } = engine.bucket(request.bucket);
  const constraint = region === "us-east-1" ? "" : escapeXml(region);
  return xmlResponse(xmlDocument("LocationConstraint", constraint));
};
