/**
 * CRC-64/NVME, reflected polynomial 0x9a6c9329ac4bc9b5, as two unsigned 32-bit halves: arithmetic
 * on BigInt would be some fifty times slower.
 */
export function crc64nvme(bytes: Uint8Array): { readonly high: number; readonly low: number } {
  let high = 0xffffffff;
  let low = 0xffffffff;
  for (let i = 0; i < bytes.length; i++) {
    const at = (low ^ (bytes[i] as number)) & 0xff;
    low = ((low >>> 8) | (high << 24)) ^ (lowTable[at] as number);
    high = (high >>> 8) ^ (highTable[at] as number);
  }
  return { high: ~high >>> 0, low: ~low >>> 0 };
}

const highTable = new Uint32Array(256);
const lowTable = new Uint32Array(256);

for (let byte = 0; byte < 256; byte++) {
  let high = 0;
  let low = byte;
  for (let bit = 0; bit < 8; bit++) {
    const odd = low & 1;
    low = ((low >>> 1) | (high << 31)) ^ (odd ? 0xac4bc9b5 : 0);
    high = (high >>> 1) ^ (odd ? 0x9a6c9329 : 0);
  }
  highTable[byte] = high;
  lowTable[byte] = low;
}
