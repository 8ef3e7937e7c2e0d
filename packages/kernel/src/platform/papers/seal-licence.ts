import { zipPackage } from '@quancheng/engines/ofd';
import type { Drawn, DrawnFor } from './licence-files.ts';
import type { OfdSealing, Sealing } from './model.ts';
import { signLaidOut } from './signature.ts';

export interface LicenceFiles {
  ofd?: Uint8Array;
  pdf?: Uint8Array;
}

export interface LicenceFileOptions {
  ofd?: OfdSealing | 'unsealed';
  pdf?: Sealing | 'unsealed';
}

/** What of the seals shows; who signs stays where the keys are. */
export function drawnFor({ ofd, pdf }: LicenceFileOptions): DrawnFor {
  return {
    ...(ofd === undefined ? {} : { ofd: ofd === 'unsealed' ? ofd : { size: ofd.size } }),
    ...(pdf === undefined ? {} : { pdf: pdf === 'unsealed' ? pdf : shownOf(pdf) }),
  };
}

function shownOf({ picture, signature: { name, reason, at }, data }: Sealing) {
  return { picture, signature: { name, reason, at }, data };
}

export async function sealDrawn(drawn: Drawn, { ofd, pdf }: LicenceFileOptions): Promise<LicenceFiles> {
  const files: LicenceFiles = {};
  if (drawn.ofd) {
    const { document, stamp } = drawn.ofd;
    files.ofd = stamp && ofd && ofd !== 'unsealed' ? await ofd.seal(document, [stamp]) : zipPackage(document);
  }
  if (drawn.pdf)
    files.pdf = pdf && pdf !== 'unsealed' ? await signLaidOut(drawn.pdf, pdf.signature) : drawn.pdf;
  return files;
}
