const region = "[a-z]{2}(?:-[a-z]+)+-\\d";
const thisMachine = `(?:s3(?:\\.${region})?\\.)?localhost(?:\\.localstack\\.cloud)?`;
const aws = `s3(?:-accelerate)?(?:\\.dualstack)?(?:[.-]${region})?\\.amazonaws\\.com(?:\\.cn)?`;

/**
 * The hosts under which S3 is reached without naming one: this machine's, LocalStack's public name
 * for it, and AWS's own, which a proxy or a hosts file may lead here. What stands before the name
 * of such a host is a bucket (virtual-hosted style).
 */
const knownHosts: readonly RegExp[] = [
  new RegExp(`^(?:(.+?)\\.)??${thisMachine}$`),
  new RegExp(`^(?:(.+)\\.)?${aws}$`),
];

/**
 * The bucket that a Host header names; undefined where the path does. `baseHosts` are further hosts
 * of the service, as `s3.example.test`, without a port.
 */
export function bucketOfHost(host: string, baseHosts: readonly string[] = []): string | undefined {
  const colon = host.lastIndexOf(":");
  const name = colon < 0 ? host : host.slice(0, colon);
  if (name === "localhost" || !/[a-z]/i.test(name)) return undefined;
  for (const base of baseHosts) {
    if (name === base) return undefined;
    if (name.endsWith(`.${base}`)) return name.slice(0, -base.length - 1);
  }
  for (const known of knownHosts) {
    const match = known.exec(name);
    if (match) return match[1];
  }
  return undefined;
}
