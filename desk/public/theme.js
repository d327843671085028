// Runs before the first paint, so that a chosen theme never flashes. See page/theme.ts.
try {
  const theme = localStorage.getItem('infolett.theme')
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
} catch {}
