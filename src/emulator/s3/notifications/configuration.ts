import { S3Error } from "../errors.ts";
import type { BucketConfiguration } from "../objects.ts";
import { invalidArgument } from "../protocol/list-parameters.ts";
import { childOf, childrenOf, childText, readXml } from "../protocol/xml-reader.ts";
import type { XmlElement } from "../protocol/xml-reader.ts";
import { element, textElement } from "../../wire/xml.ts";
import { xmlDocument } from "../protocol/xml-writer.ts";
import { eventTypes, typesMeet } from "./event.ts";

/** The elements of a destination: of the whole, and of its ARN, which is of a service. */
const destinationKinds = {
  TopicConfiguration: { arn: "Topic", service: "sns" },
  QueueConfiguration: { arn: "Queue", service: "sqs" },
  CloudFunctionConfiguration: { arn: "CloudFunction", service: "lambda" },
} as const;

/** Where to tell of which events. */
export interface Destination {
  readonly kind: keyof typeof destinationKinds;
  readonly id: string;
  readonly arn: string;
  /** As `s3:ObjectCreated:*`. */
  readonly events: readonly string[];
  /** What the key must begin and end with. */
  readonly prefix: string;
  readonly suffix: string;
}

export interface NotificationConfiguration {
  readonly destinations: readonly Destination[];
  readonly eventBridge: boolean;
}

/**
 * Reads `<NotificationConfiguration>`; `newId` names destinations that have no name. Throws
 * MalformedXML and InvalidArgument. Texts: as recorded from S3 by the tests of LocalStack.
 */
export function readNotification(root: XmlElement, newId: () => string): NotificationConfiguration {
  if (root.name !== "NotificationConfiguration") throw new S3Error("MalformedXML");
  const destinations: Destination[] = [];
  for (const child of root.children) {
    if (isKind(child.name)) destinations.push(readDestination(child.name, child, newId));
    else if (child.name !== "EventBridgeConfiguration") throw new S3Error("MalformedXML");
  }
  destinations.forEach((one, at) => {
    for (const other of destinations.slice(0, at)) checkApart(one, other);
  });
  return { destinations, eventBridge: childOf(root, "EventBridgeConfiguration") !== undefined };
}

/** The document that GetBucketNotificationConfiguration answers. */
export function writeNotification(configuration: NotificationConfiguration): string {
  return xmlDocument(
    "NotificationConfiguration",
    ...configuration.destinations.map((destination) =>
      element(
        destination.kind,
        textElement("Id", destination.id),
        textElement(destinationKinds[destination.kind].arn, destination.arn),
        ...destination.events.map((event) => textElement("Event", event)),
        filterElement(destination),
      ),
    ),
    configuration.eventBridge ? element("EventBridgeConfiguration") : "",
  );
}

const destinationsOf = new WeakMap<BucketConfiguration, readonly Destination[]>();

/** The destinations of a stored configuration, read once. */
export function storedDestinations(stored: BucketConfiguration): readonly Destination[] {
  const known = destinationsOf.get(stored);
  if (known) return known;
  const { destinations } = readNotification(readXml(stored.document ?? ""), () => "");
  destinationsOf.set(stored, destinations);
  return destinations;
}

function isKind(name: string): name is Destination["kind"] {
  return Object.hasOwn(destinationKinds, name);
}

function readDestination(
  kind: Destination["kind"],
  parent: XmlElement,
  newId: () => string,
): Destination {
  const { arn: arnName, service } = destinationKinds[kind];
  const arn = childText(parent, arnName);
  const events = childrenOf(parent, "Event").map(({ text }) => text.trim());
  if (arn === undefined || events.length === 0) throw new S3Error("MalformedXML");
  if (!new RegExp(`^arn:aws[a-z-]*:${service}:[^:]*:[^:]*:.+`).test(arn)) {
    throw invalidArgument(arnName, arn, "The ARN could not be parsed");
  }
  for (const event of events) {
    if (!eventTypes.has(event)) {
      throw invalidArgument("Event", event, "The event is not supported for notifications");
    }
  }
  return { kind, id: childText(parent, "Id") || newId(), arn, events, ...readFilter(parent) };
}

function readFilter(parent: XmlElement): { readonly prefix: string; readonly suffix: string } {
  const filter = childOf(parent, "Filter");
  const rules = filter && childOf(filter, "S3Key");
  const found = { prefix: "", suffix: "" };
  for (const rule of rules ? childrenOf(rules, "FilterRule") : []) {
    const written = childText(rule, "Name") ?? "";
    const name = written.toLowerCase();
    if (name !== "prefix" && name !== "suffix") {
      const reason = "filter rule name must be either prefix or suffix";
      throw invalidArgument("FilterRule.Name", written, reason);
    }
    found[name] = childOf(rule, "Value")?.text ?? "";
  }
  return found;
}

function filterElement({ prefix, suffix }: Destination): string {
  const rule = (name: string, value: string): string =>
    value === ""
      ? ""
      : element("FilterRule", textElement("Name", name), textElement("Value", value));
  const rules = rule("Prefix", prefix) + rule("Suffix", suffix);
  return rules === "" ? "" : element("Filter", element("S3Key", rules));
}

/** No event may have two destinations. Throws InvalidArgument where one could. */
function checkApart(one: Destination, other: Destination): void {
  const sharesEvent = one.events.some((a) => other.events.some((b) => typesMeet(a, b)));
  const sharesPrefix = one.prefix.startsWith(other.prefix) || other.prefix.startsWith(one.prefix);
  const sharesSuffix = one.suffix.endsWith(other.suffix) || other.suffix.endsWith(one.suffix);
  if (!sharesEvent || !sharesPrefix || !sharesSuffix) return;
  throw new S3Error(
    "InvalidArgument",
    {},
    one.suffix === "" && other.suffix === "" && one.prefix === "" && other.prefix === ""
      ? "Configurations overlap. Configurations on the same bucket cannot share a common event " +
          "type."
      : "Configuration is ambiguously defined. Cannot have overlapping suffixes in two rules if " +
          "the prefixes are overlapping for the same event type.",
  );
}
