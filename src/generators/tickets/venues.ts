import { encoded } from "../event-writer.ts";
import { Weighted } from "../weighted.ts";

/** A hall, and the share of the sales that are for one like it. */
interface Venue {
  readonly name: string;
  readonly rows: number;
  readonly seatsInRow: number;
  readonly share: number;
}

export const venues: readonly Venue[] = [
  { name: "Sala Norte", rows: 8, seatsInRow: 15, share: 0.35 },
  { name: "Teatro del Puerto", rows: 20, seatsInRow: 24, share: 0.35 },
  { name: "Auditorio Mayor", rows: 30, seatsInRow: 40, share: 0.2 },
  { name: "Palacio de Deportes", rows: 60, seatsInRow: 100, share: 0.1 },
];

/** What a seat costs in the front third of the rows, the middle and the back, in cents. */
export const zonePricesCents = [9_500, 6_000, 3_500] as const;

/** A hall's seats as they are sold: the best first. */
export interface SeatMap {
  /** The member of that name. */
  readonly venue: Uint8Array;
  /** As in `C-12`, quoted. */
  readonly seats: readonly Uint8Array[];
  readonly pricesCents: readonly number[];
}

export const seatMaps = new Weighted(
  venues.map(seatMap),
  venues.map(({ share }) => share),
);

function seatMap({ name, rows, seatsInRow }: Venue): SeatMap {
  const places = Array.from({ length: rows * seatsInRow }, (_, index) => ({
    row: Math.floor(index / seatsInRow),
    seat: 1 + (index % seatsInRow),
  }));
  return {
    venue: encoded(`,"venue":"${name}"`),
    seats: places.map(({ row, seat }) => encoded(`"${rowName(row)}-${seat}"`)),
    pricesCents: places.map(({ row }) => zonePricesCents[Math.floor((row * 3) / rows)] as number),
  };
}

/** A to Z, then AA to AZ, BA and so on. */
function rowName(row: number): string {
  const letter = String.fromCodePoint(65 + (row % 26));
  return row < 26 ? letter : rowName(Math.floor(row / 26) - 1) + letter;
}
