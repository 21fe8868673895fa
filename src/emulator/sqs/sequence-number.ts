/** Twenty digits from the first message on, and near to those that AWS gives. */
const first = 18_880_000_000_000_000_000n;
/** "The length of SequenceNumber is 128 bits": the numbers rise, and are not consecutive. */
const step = 256n;

/** The SequenceNumber of a FIFO queue's message: 20 digits, rising as messages are sent. */
export function sequenceNumberOf(sequence: number): string {
  return String(first + BigInt(sequence) * step);
}
