import { server } from '../../../../../packages/common/src/http/server.ts'

export const list = server
