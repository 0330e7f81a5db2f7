/** The shop's own frontend. It has another origin than the API, but is same-site. */
export const APP = 'https://app.shop.example';
/** Each partner has a subdomain of its own. */
export const PARTNERS = 'https://*.partner.example';
