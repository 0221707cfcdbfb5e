import { shelf } from '../store/shelf.ts'

export const route = shelf
