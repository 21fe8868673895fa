import type { Random } from "../../core/random.ts";
import { encoded, type EventWriter } from "../event-writer.ts";
import { Weighted } from "../weighted.ts";

const list = (text: string) => text.split(", ");

const givenNames = list(
  "Lucía, Hugo, Martina, Mateo, Sofía, Leo, Julia, Daniel, Valeria, Pablo, Carmen, Álvaro, Inés, " +
    "Adrián, Noa, Diego, Laia, Marc, Ainhoa, Íker",
).map((name) => encoded(`"name":{"given":"${name}","family":"`));

const familyNames = list(
  "García, Fernández, López, Martínez, Sánchez, Pérez, Gómez, Ruiz, Díaz, Moreno, Muñoz, " +
    "Álvarez, Romero, Alonso, Navarro, Torres, Vidal, Ortega",
).map((name) => encoded(`${name}"}`));

const streets = list(
  "Calle Mayor, Gran Vía, Calle de Alcalá, Avenida de la Paz, Rúa do Sol, Carrer de Mallorca, " +
    "Paseo del Prado, Calle Sierpes, Plaza Nueva, Calle Larios",
).map((name) => encoded(`{"street":"${name}, `));

/** The postal code, but for its last two digits. */
const codes = (front: string) => encoded(`","postalCode":"${front}`);

const town = (front: string, members: string) => ({
  front: codes(front),
  rest: encoded(`",${members},"country":"ES"}`),
});

const towns = new Weighted(
  [
    town("280", '"city":"Madrid","province":"Madrid"'),
    town("080", '"city":"Barcelona","province":"Barcelona"'),
    town("460", '"city":"València","province":"Valencia"'),
    town("410", '"city":"Sevilla","province":"Sevilla"'),
    town("480", '"city":"Bilbao","province":"Bizkaia"'),
    town("150", '"city":"A Coruña","province":"A Coruña"'),
  ],
  [34, 26, 14, 12, 8, 6],
);

const mailFront = encoded('"u');

/** Hosts that are reserved for examples (RFC 2606). */
const mailHosts = ["example.com", "example.org", "example.net"].map((host) => encoded(`@${host}"`));

/** The member `name`. */
export function writeName(event: EventWriter, random: Random): void {
  event.bytes(random.pick(givenNames));
  event.bytes(random.pick(familyNames));
}

/** A quoted address for mail, of its number of 32 bits. */
export function writeEmail(event: EventWriter, mail: number): void {
  event.bytes(mailFront);
  event.hex32(mail);
  event.bytes(mailHosts[mail % mailHosts.length] as Uint8Array);
}

/** A postal address, as an object. */
export function writeAddress(event: EventWriter, random: Random): void {
  const { front, rest } = towns.pick(random);
  event.bytes(random.pick(streets));
  event.integer(1 + random.below(140));
  event.bytes(front);
  event.digits(random.below(100), 2);
  event.bytes(rest);
}
