/**
 * Regions with CodeArtifact (AWS General Reference, "AWS CodeArtifact endpoints and quotas"; all in partition aws). The
 * SDK makes up a host for any region, so without this list a region that lacks the service looks like being offline.
 */
const codeArtifactRegions: ReadonlySet<string> = new Set([
  'us-east-1',
  'us-east-2',
  'us-west-2',
  'ap-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'ap-northeast-1',
  'eu-central-1',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'eu-south-1',
  'eu-north-1',
]);

export function isCodeArtifactRegion(region: string): boolean {
  return codeArtifactRegions.has(region);
}
