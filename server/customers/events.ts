import type { Customer } from './customer.ts'

/**
 * What customers announce. changed: name, place or identities; merged: `data.from` turned out to be this one;
 * recognised: a visitor is known from now on, which only those who look right now need to hear.
 */
export type CustomerEventType = 'customer.changed' | 'customer.merged' | 'customer.recognised'

export const isCustomerEvent = (type: string): type is CustomerEventType =>
  type === 'customer.changed' || type === 'customer.merged' || type === 'customer.recognised'

/** Who a visitor has become, for those who must hear it. */
export type CustomerLive = { visitorId?: string; customer?: Customer }
