import { keyBytesOf } from "../key-bytes.ts";
import { listPage } from "../listing.ts";
import { pageSizeOf, readToken, writeToken } from "../protocol/list-parameters.ts";
import { ownerElement } from "../protocol/owner.ts";
import { xmlResponse } from "../protocol/response.ts";
import { element, optionalElement, textElement } from "../../wire/xml.ts";
import { isoDate, xmlDocument } from "../protocol/xml-writer.ts";
import type { Action } from "./action.ts";

export const listBuckets: Action = ({ request, engine, limits, context }) => {
  const { query } = request;
  const region = query.get("bucket-region");
  const prefix = query.get("prefix");
  const token = query.get("continuation-token");
  const page = listPage(engine.buckets, {
    prefix: keyBytesOf(prefix ?? ""),
    delimiter: "",
    from: token === null ? "" : readToken(token),
    limit: pageSizeOf(query, "max-buckets", limits.bucketsMax),
  });
  const buckets = page.entries
    .filter(([, bucket]) => region === null || bucket.region === region)
    .map(([name, bucket]) =>
      element(
        "Bucket",
        textElement("Name", name),
        textElement("CreationDate", isoDate(bucket.createdAtMs)),
        textElement("BucketRegion", bucket.region),
      ),
    );
  return xmlResponse(
    xmlDocument(
      "ListAllMyBucketsResult",
      ownerElement(context.accountId),
      element("Buckets", ...buckets),
      optionalElement("Prefix", prefix ?? undefined),
      optionalElement("ContinuationToken", page.next && writeToken(page.next)),
    ),
  );
};
