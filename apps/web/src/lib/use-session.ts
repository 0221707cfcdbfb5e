import { useSyncExternalStore } from 'react'

import { currentSession, onSessionChange, type Session } from './session'

export const useSession = (): Session => useSyncExternalStore(onSessionChange, currentSession)
