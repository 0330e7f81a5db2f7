/** The shop's own frontend: the same site as the API, another origin. */
export const APP = 'https://app.shop.example';
/** Every partner has a subdomain of its own. */
export const PARTNERS = 'https://*.partner.example';
