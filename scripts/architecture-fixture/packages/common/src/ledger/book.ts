import { server } from '../http/server.ts'

export const book = server
