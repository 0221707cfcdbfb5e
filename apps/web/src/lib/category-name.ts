import type { AssetCategory } from '@cnop/contracts/inventory'

const NAMES: Partial<Record<AssetCategory, string>> = {
  defi: 'DeFi',
  ai: 'AI',
  'real-world-assets': 'Real-world assets',
}

export const categoryName = (category: AssetCategory): string =>
  NAMES[category] ?? category.replaceAll('-', ' ').replace(/^./, (letter) => letter.toUpperCase())
