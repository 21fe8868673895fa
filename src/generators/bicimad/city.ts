import { Random } from "../../core/random.ts";

/** Madrid's bike share in September 2025. */
export const stationCount = 630;
export const bikeCount = 7_735;

/** A station as it stands in the street: what does not change. */
export interface Station {
  readonly id: number;
  readonly bases: number;
  readonly district: string;
  /** From −1 (people live here) to 1 (people work here): which way the tide of the day runs. */
  readonly pull: number;
  readonly longitude: number;
  readonly latitude: number;
  readonly name: string;
  /** What is painted on it; the API's `id` is another thing, though here they are equal. */
  readonly number: string;
  readonly address: string;
  readonly districtCode: string;
}

interface District {
  readonly name: string;
  readonly stations: number;
  readonly longitude: number;
  readonly latitude: number;
  readonly pull: number;
}

const district = (name: string, stations: number, numbers: readonly [number, number, number]) => {
  const [longitude, latitude, pull] = numbers;
  return { name, stations, longitude, latitude, pull };
};

/** In the order of their official codes, which begin in the centre and go round. */
const districts: readonly District[] = [
  district("Centro", 62, [-3.707, 40.415, 0.6]),
  district("Arganzuela", 40, [-3.695, 40.4, -0.1]),
  district("Retiro", 34, [-3.676, 40.408, 0]),
  district("Salamanca", 42, [-3.677, 40.43, 0.5]),
  district("Chamartín", 42, [-3.677, 40.453, 0.5]),
  district("Tetuán", 34, [-3.698, 40.46, 0.1]),
  district("Chamberí", 42, [-3.704, 40.434, 0.4]),
  district("Fuencarral-El Pardo", 34, [-3.709, 40.478, -0.2]),
  district("Moncloa-Aravaca", 32, [-3.719, 40.435, 0.3]),
  district("Latina", 30, [-3.741, 40.402, -0.5]),
  district("Carabanchel", 32, [-3.728, 40.383, -0.5]),
  district("Usera", 22, [-3.707, 40.381, -0.4]),
  district("Puente de Vallecas", 30, [-3.669, 40.398, -0.5]),
  district("Moratalaz", 18, [-3.644, 40.409, -0.4]),
  district("Ciudad Lineal", 32, [-3.65, 40.445, -0.2]),
  district("Hortaleza", 26, [-3.641, 40.474, -0.2]),
  district("Villaverde", 18, [-3.709, 40.345, -0.4]),
  district("Villa de Vallecas", 14, [-3.621, 40.379, -0.4]),
  district("Vicálvaro", 12, [-3.608, 40.404, -0.3]),
  district("San Blas-Canillejas", 24, [-3.612, 40.426, 0.1]),
  district("Barajas", 10, [-3.585, 40.47, 0.2]),
];

const ways = ["Calle", "Calle", "Calle", "Avenida", "Plaza", "Paseo", "Glorieta"];

const names = [
  ["del Olivo", "de la Fuente", "del Molino", "de los Tilos", "de San Lucas", "del Almendro"],
  ["de la Huerta", "del Mirador", "de Santa Irene", "de los Cedros", "del Arroyo", "de la Vega"],
  ["del Palomar", "de las Moreras", "de San Telmo", "del Castaño", "de la Ermita", "del Soto"],
].flat();

/** The city is the same for every seed, so that partition keys fall on the same shards. */
export const stations: readonly Station[] = build();

function build(): Station[] {
  const random = Random.from("bicimad", "city");
  const built: Station[] = [];
  for (const [index, place] of districts.entries()) {
    for (let n = 0; n < place.stations; n++) {
      built.push(buildStation({ id: built.length + 1, code: index + 1, place, random }));
    }
  }
  return built;
}

function buildStation(options: {
  readonly id: number;
  readonly code: number;
  readonly place: District;
  readonly random: Random;
}): Station {
  const { id, code, place, random } = options;
  const street = `${random.pick(ways)} ${random.pick(names)}`;
  const longitude = Number((place.longitude + random.between(-0.012, 0.012)).toFixed(6));
  const latitude = Number((place.latitude + random.between(-0.009, 0.009)).toFixed(6));
  const bases = 19 + 2 * random.below(6);
  const address = `${street}, ${1 + random.below(180)}`;
  return {
    id,
    bases,
    district: place.name,
    pull: place.pull + random.between(-0.4, 0.4),
    longitude,
    latitude,
    name: `${id} - ${street}`,
    number: String(id),
    address,
    districtCode: String(code).padStart(2, "0"),
  };
}

/** Part `part` of `parts` of a count, split as evenly as whole numbers allow: [from, to). */
export function partOf(count: number, part: number, parts: number): readonly [number, number] {
  return [Math.floor((count * part) / parts), Math.floor((count * (part + 1)) / parts)];
}
