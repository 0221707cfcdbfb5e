import { list } from '../features/markets/list.ts'

export const client = list
