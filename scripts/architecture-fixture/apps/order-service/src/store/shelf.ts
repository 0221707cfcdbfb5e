import { route } from '../routes/route.ts'

export const shelf = typeof route
