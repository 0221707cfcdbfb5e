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
void resumeSession()
if (currentSession().state === 'unknown') sendForPage(location.pathname)

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no #root')

createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <Router />
    </QueryClientProvider>
  </StrictMode>,
)
