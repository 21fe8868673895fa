import { receiveXml } from "../configurations/documents.ts";
import { emptyResponse, xmlResponse } from "../protocol/response.ts";
import { element, textElement } from "../../wire/xml.ts";
import { xmlDocument } from "../protocol/xml-writer.ts";
import { checkTags, readTagSet } from "../tags.ts";
import type { Action } from "./action.ts";
import { announceDescribed } from "./announce.ts";
import { describedObject, versionHeader } from "./described-object.ts";

export const getObjectTagging: Action = (call) => {
  const object = describedObject(call);
  const tags = (object.tags ?? []).map(({ key, value }) =>
    element("Tag", textElement("Key", key), textElement("Value", value)),
  );
  const response = xmlResponse(xmlDocument("Tagging", element("TagSet", ...tags)));
  return { ...response, headers: { ...response.headers, ...versionHeader(call, object) } };
};

export const putObjectTagging: Action = (call) => {
  const object = describedObject(call);
  const tags = readTagSet(receiveXml(call.request));
  checkTags(tags, call.limits.objectTagsMax, call.limits);
  const { engine, request } = call;
  engine.describeObject(request, object, { tags: tags.length === 0 ? undefined : tags });
  announceDescribed(call, "ObjectTagging:Put", object);
  return emptyResponse(200, versionHeader(call, object));
};

export const deleteObjectTagging: Action = (call) => {
  const object = describedObject(call);
  call.engine.describeObject(call.request, object, { tags: undefined });
  announceDescribed(call, "ObjectTagging:Delete", object);
  return emptyResponse(204, versionHeader(call, object));
};
