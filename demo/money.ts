const euros = new Intl.NumberFormat('et-EE', {
  style: 'currency',
  currency: 'EUR',
  trailingZeroDisplay: 'stripIfInteger',
})

/** "329 €", "12,90 €": Estonian usage in both languages of the shop. */
export const formatPrice = (amount: number) => euros.format(amount)
