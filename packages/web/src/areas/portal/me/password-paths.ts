export const ownSignInPath = '/api/v1/me/sign-in';
export const secondFactorPath = '/api/v1/me/second-factor';
export const ownCertificatesPath = '/api/v1/me/certificates';
export const ownPasskeysPath = '/api/v1/me/passkeys';
