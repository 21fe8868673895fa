import { rowTypes } from "./changes/contract.ts";
import { Database } from "./changes/database.ts";
import {
  letters,
  type Operation,
  primaryKeyOf,
  type RowChange,
  type Table,
} from "./changes/row.ts";
import { writeImage } from "./changes/write-image.ts";
import { validation } from "./contract.ts";
import { encoded, type EventWriter } from "./event-writer.ts";
import type { Generator, Moment, StripeSetting } from "./generator.ts";
import { WrittenPopulation } from "./written-population.ts";

/** Where each log begins, in bytes: a database that has been at work for a while. */
const firstLsn = 24_000_000;

/** What a log entry takes, in bytes: by itself, and for each image. */
const entryBytes = 64;
const imageBytes = 120;

const billion = 1_000_000_000;

/** A transaction whose rows are being told. */
interface Transaction {
  readonly id: number;
  readonly commitMs: number;
  readonly changes: readonly RowChange[];
  /** The log position of its first row: with `id` it is Debezium's id of the transaction. */
  readonly beginLsn: number;
}

const head = (table: Table) => (operation: Operation) =>
  encoded(`,"source":"changes","type":"${table}.${operation}","timestamp":`);

const heads = byTable((table) => byOperation(head(table)));
const beforeMember = encoded(',"payload":{"before":');
const afterMember = encoded(',"after":');
const transactionId = encoded(',"txId":');
const lsn = encoded(',"lsn":');
const operations = byOperation((operation) => encoded(`},"op":"${letters[operation]}","ts_ms":`));
const transaction = encoded(',"transaction":{"id":"');
const colon = encoded(":");
const totalOrder = encoded('","total_order":');
const tableOrder = encoded(',"data_collection_order":');
const end = encoded("}}}");

/** A connector that follows the log of one shard, row by row. */
class Connector extends WrittenPopulation {
  readonly #random: StripeSetting["random"];
  readonly #database: Database;
  readonly #origins: Readonly<Record<Table, Uint8Array>>;
  #transaction: Transaction;
  /** Rows of the transaction that have been told. */
  #told = 0;
  #lsn = firstLsn;
  #lastId = 0;

  constructor(setting: StripeSetting) {
    super();
    const shard = `shop_${String(setting.stripe).padStart(2, "0")}`;
    this.#random = setting.random;
    this.#database = new Database(setting);
    this.#origins = byTable((table) =>
      encoded(
        `,"source":{"version":"3.0.0.Final","connector":"postgresql","name":"${shard}",` +
          `"snapshot":"false","db":"${shard}","schema":"public","table":"${table}","ts_ms":`,
      ),
    );
    this.#transaction = this.#commit(setting.startDayEpochMs);
  }

  write({ dayEpochMs }: Moment, event: EventWriter): string {
    if (this.#told === this.#transaction.changes.length) {
      this.#transaction = this.#commit(dayEpochMs);
      this.#told = 0;
    }
    const change = this.#transaction.changes[this.#told++] as RowChange;
    const { operation, before, after } = change;
    const image = after ?? before;
    const { table } = image;
    this.#lsn += entryBytes + (operation === "update" ? 2 : 1) * imageBytes;
    event.bytes(heads[table][operation]);
    event.instant(dayEpochMs);
    event.bytes(beforeMember);
    writeImage(event, before);
    event.bytes(afterMember);
    writeImage(event, after);
    this.#writeSource(event, table);
    event.bytes(operations[operation]);
    writeWhole(event, Math.floor(dayEpochMs));
    this.#writePlace(event, table);
    event.bytes(end);
    return primaryKeyOf(image);
  }

  /** Other transactions, of other tables, take ids in between. */
  #commit(dayEpochMs: number): Transaction {
    this.#lastId += 1 + this.#random.below(3);
    const changes = this.#database.transact(dayEpochMs);
    const commitMs = Math.floor(dayEpochMs);
    return { id: this.#lastId, commitMs, changes, beginLsn: this.#lsn };
  }

  /** Where in the log the change is. */
  #writeSource(event: EventWriter, table: Table): void {
    event.bytes(this.#origins[table]);
    writeWhole(event, this.#transaction.commitMs);
    event.bytes(transactionId);
    event.integer(this.#transaction.id);
    event.bytes(lsn);
    writeWhole(event, this.#lsn);
  }

  /** The change's place in the transaction: among all rows, and among those of its table. */
  #writePlace(event: EventWriter, table: Table): void {
    const { id, beginLsn, changes } = this.#transaction;
    let ofTable = 0;
    for (let i = 0; i < this.#told; i++) {
      if (tableOf(changes[i] as RowChange) === table) ofTable++;
    }
    event.bytes(transaction);
    event.integer(id);
    event.bytes(colon);
    writeWhole(event, beginLsn);
    event.bytes(totalOrder);
    event.integer(this.#told);
    event.bytes(tableOrder);
    event.integer(ofTable);
  }
}

function tableOf({ before, after }: RowChange): Table {
  return (after ?? before).table;
}

/** A whole number of up to 53 bits: the writer's own are of 32. */
function writeWhole(event: EventWriter, value: number): void {
  if (value < billion) return event.integer(value);
  event.integer(Math.floor(value / billion));
  event.digits(value % billion, 9);
}

function byTable<T>(of: (table: Table) => T): Readonly<Record<Table, T>> {
  return { customers: of("customers"), orders: of("orders"), order_lines: of("order_lines") };
}

function byOperation<T>(of: (operation: Operation) => T): Readonly<Record<Operation, T>> {
  return { insert: of("insert"), update: of("update"), delete: of("delete") };
}

/**
 * The changes of a shop's database, captured from its log, in the envelope of Debezium's connector
 * for PostgreSQL (Debezium documentation, "Data change events": `before`, `after`, `source`, `op`,
 * `ts_ms`, `transaction`, without the schema that may go with them). It is the member `payload`:
 * `source` names the generator here. The partition key is the table and the primary key.
 *
 * Each stripe is a shard with a log of its own: rows come in the order of their commits, a
 * transaction's one after the other, `lsn` and `txId` count up. An order is placed with 1 to 6
 * lines (`lineShares`, 2.3 on average), is amended, paid, shipped, delivered or cancelled
 * (`stepShares`), and purged with its lines, 30 s on average between two of these; 10 % of the
 * transactions are about a customer alone. A transaction changes 1.9 rows on average. The run
 * begins amid rows that are there: their last image is the first `before`.
 */
export const changes: Generator = {
  name: "changes",
  stripes: 16,
  populate: (setting) => new Connector(setting),
  violation: validation({ source: "changes", common: {}, types: rowTypes }),
};
