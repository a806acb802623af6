const ISSUED = 1_795_000_000;

type Shape = { readonly isu?: number; readonly exp?: number; readonly length?: number };

/** A token shaped like the service's: JWE with a plain header; times in seconds since 1970. Opens nothing. */
export function aCodeArtifactToken({ isu = ISSUED, exp = isu + 43_200, length = 1171 }: Shape = {}): string {
  const header = { ver: 1, isu, enc: 'A128GCM', tag: 'dGFnLXRhZy10YWc', exp, alg: 'A128GCMKW', iv: 'aXYtaXYtaXY' };
  const encoded = Buffer.from(JSON.stringify(header)).toString('base64url');
  const start = `${encoded}.a2V5_a2V5-a2V5.aXY.`;
  const end = '.dGFn';
  return `${start}${'cGF5bG9hZA'.repeat(200).slice(0, length - start.length - end.length)}${end}`;
}
