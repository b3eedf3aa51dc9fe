export { readPhoneNumber, visible } from './readPhoneNumber';
export type { PhoneNumberReading } from './readPhoneNumber';
export { countryOf, toE164 } from './e164';
