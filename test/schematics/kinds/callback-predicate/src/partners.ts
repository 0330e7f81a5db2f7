const PARTNERS = new Set(['partner.example']);

export function isPartner(host: string): boolean {
  return PARTNERS.has(host);
}
