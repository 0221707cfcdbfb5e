import { list } from '../markets/list.ts'

export const ticket = list
