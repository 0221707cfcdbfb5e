import { sep } from 'node:path'

export const amount = sep
