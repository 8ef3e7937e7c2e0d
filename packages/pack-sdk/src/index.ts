export { Text } from './text.ts';
export { definePack, PackManifest, type Pack } from './pack.ts';
export { ItemSource, caseTypes, itemTypes, materialNeeds, tenElements } from './item.ts';
export { LicenceTypeSource } from './licence.ts';
export { ResourceSource, ResourceField } from './resource.ts';
export { FormSource, FormFieldSource, Lookup } from './form.ts';
export { CityConfig, defineCity } from './city.ts';
export { ReasonText, PackTexts } from './texts.ts';
export { loadPack, PackError, type PackContent, type PackProblem } from './load.ts';
