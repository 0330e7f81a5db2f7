export const APP = 'https://app.example';
export const PARTNER = 'https://partner.example';
/** By a pattern, a regular expression and a predicate. */
export const REGION = 'https://eu.partner.example';
export const PREVIEW = 'https://pr-7.preview.example';
export const TENANT = 'https://tenant.example';
export const STRANGER = 'https://stranger.example';
