import './theme.css'
import { CSPProvider } from '@base-ui/react/csp-provider'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { queryClient } from './query-client.ts'
import { router } from './router.tsx'
import { Toasts } from './ui/Toasts.tsx'
import { TooltipProvider } from './ui/Tooltip.tsx'
import { reloadAfterUpdate } from './updating.ts'

reloadAfterUpdate()

const place = document.getElementById('desk')
if (!place) throw new Error('The page has no place for the desk.')

createRoot(place).render(
  <StrictMode>
    <CSPProvider disableStyleElements>
      <QueryClientProvider client={queryClient}>
        <TooltipProvider delay={400}>
          <RouterProvider router={router} />
        </TooltipProvider>
        <Toasts />
      </QueryClientProvider>
    </CSPProvider>
  </StrictMode>,
)
