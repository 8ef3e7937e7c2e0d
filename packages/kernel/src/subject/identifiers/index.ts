export { checkDigitOfIdNumber, idNumberProblem, birthDateOf, sexOf } from './id-number.ts';
export { creditCodeProblem, checkCharOfCreditCode, checkCharOfOrganisationCode } from './credit-code.ts';
export {
  licenceIdentifier,
  licenceIdentifierProblem,
  checkCharOfLicenceIdentifier,
} from './licence-identifier.ts';
