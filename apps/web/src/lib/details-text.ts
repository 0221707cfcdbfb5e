/** `amount: 5.00, reason: Refund`: by name, for the platform sends them in any order. */
export const detailsText = (details: Readonly<Record<string, string>>): string =>
  Object.entries(details)
    .map(([name, value]) => `${name.replaceAll('_', ' ')}: ${value}`)
    .toSorted()
    .join(', ')
