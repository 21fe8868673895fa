import { generate } from "selfsigned";

/** A private key and its certificate, in PEM. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

/**
 * Makes a certificate that it signs itself, for a year, for the names under which an emulator on
 * this machine is reached. Clients have to be told to trust it, or not to verify.
 */
export async function makeCertificate(host: string, nowMs: number): Promise<Certificate> {
  const names = ["localhost", "*.localhost", "*.s3.localhost", host];
  const isAddress = (name: string) => /^[\d.]+$|:/.test(name);
  const altNames = [
    ...names.filter((name) => !isAddress(name)).map((value) => ({ type: 2, value }) as const),
    ...new Set(["127.0.0.1", "::1", ...names.filter(isAddress)]),
  ].map((name) => (typeof name === "string" ? ({ type: 7, ip: name } as const) : name));
  // A day of slack: the clocks of containers differ.
  const dayMs = 86_400_000;
  const made = await generate([{ name: "commonName", value: "aforo emulator" }], {
    keyType: "ec",
    algorithm: "sha256",
    notBeforeDate: new Date(nowMs - dayMs),
    notAfterDate: new Date(nowMs + 365 * dayMs),
    extensions: [
      { name: "basicConstraints", cA: true },
      { name: "keyUsage", digitalSignature: true, keyCertSign: true },
      { name: "extKeyUsage", serverAuth: true },
      { name: "subjectAltName", altNames },
    ],
  });
  return { key: made.private, cert: made.cert };
}
