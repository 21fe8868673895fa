import { encoded, type EventWriter } from "../event-writer.ts";
import { type Station, stations } from "./city.ts";

/**
 * The formats in which the city has published the stations. `present` is that of the API of today,
 * with a GeoJSON point; `first` is that of the API until 2019, with latitude and longitude as
 * texts. The members and their names are the city's own; the district's name alone is an addition.
 */
export type Format = "present" | "first";

/** A format's text around the numbers that change. */
interface Form {
  readonly head: Uint8Array;
  /** Up to the light. */
  readonly identity: Uint8Array;
  /** Up to the docked bikes. */
  readonly bases: Uint8Array;
  readonly tail: Uint8Array;
}

const head = (type: string) => encoded(`,"source":"bicimad","type":"${type}","timestamp":`);
const heads = { present: head("station_status"), first: head("station_status_v1") };
const freeBases = encoded(',"free_bases":');
const reservations = encoded(',"reservations_count":');

const forms: Readonly<Record<Format, readonly Form[]>> = {
  present: stations.map(present),
  first: stations.map(first),
};

function present(station: Station): Form {
  const { id, name, longitude, latitude, district, districtCode } = station;
  return {
    head: heads.present,
    identity: encoded(`,"id":${id},"name":"${name}","light":`),
    bases: bases(station),
    tail: encoded(
      `,"geometry":{"type":"Point","coordinates":[${longitude},${latitude}]},` +
        `"code_district":"${districtCode}","district":"${district}",` +
        `"virtualDelete":false,"geofenced_capacity":0}`,
    ),
  };
}

function first(station: Station): Form {
  const { id, name, longitude, latitude } = station;
  return {
    head: heads.first,
    identity: encoded(
      `,"id":${id},"latitude":"${latitude.toFixed(7)}","longitude":"${longitude.toFixed(7)}",` +
        `"name":"${name}","light":`,
    ),
    bases: bases(station),
    tail: encoded("}"),
  };
}

function bases({ number, address, bases: count }: Station): Uint8Array {
  return encoded(
    `,"number":"${number}","address":"${address}","activate":1,"no_available":0,` +
      `"total_bases":${count},"dock_bikes":`,
  );
}

export interface Snapshot {
  readonly format: Format;
  readonly station: Station;
  readonly bikes: number;
  readonly reserved: number;
}

/** Writes the snapshot of a station. */
export function writeSnapshot(event: EventWriter, snapshot: Snapshot, dayEpochMs: number): void {
  const { format, station, bikes, reserved } = snapshot;
  const form = forms[format][station.id - 1] as Form;
  event.bytes(form.head);
  event.instant(dayEpochMs);
  event.bytes(form.identity);
  event.integer(light(bikes / station.bases));
  event.bytes(form.bases);
  event.integer(bikes);
  event.bytes(freeBases);
  event.integer(station.bases - bikes);
  event.bytes(reservations);
  event.integer(reserved);
  event.bytes(form.tail);
}

/** The city's traffic light: 0 few bikes, 2 some, 1 many. */
function light(filled: number): number {
  if (filled < 1 / 3) return 0;
  return filled < 2 / 3 ? 2 : 1;
}
