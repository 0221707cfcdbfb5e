import './lib/zod-without-eval'
import { QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'

import { Router, sendForPage } from './app/router'
import { queryClient } from './lib/query-client'
import { currentSession, resumeSession } from './lib/session'
import { applyChosenTheme } from './lib/theme'

import './index.css'

applyChosenTheme()

const draw = (): void => {
  const root = document.getElementById('root')
  if (root === null) throw new Error('index.html has no #root')
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <Router />
      </QueryClientProvider>
    </StrictMode>,
  )
}

const resumed = resumeSession()
// Until it is known who looks, the page is as index.html has it: drawn now, it would be drawn twice.
if (currentSession().state === 'unknown' && sendForPage(location.pathname)) void resumed.then(draw)
else draw()
