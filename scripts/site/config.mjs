// The site's own settings; its pages come from the repository, see ../site.mjs.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const sidebar = JSON.parse(readFileSync(join(import.meta.dirname, '..', 'sidebar.json'), 'utf8'))

export default {
  title: 'tslab-magics',
  description: 'The magics of a Python LLM notebook for TypeScript notebooks',
  // README and the like are pages of the repository too; the first of them is the beginning of the site.
  rewrites: {
    'README.md': 'index.md',
    'docs/decisions/README.md': 'docs/decisions/index.md',
    'notebooks/course/README.md': 'notebooks/course/index.md',
  },
  cleanUrls: false,
  lastUpdated: false,
  themeConfig: {
    search: { provider: 'local' },
    outline: [2, 3],
    sidebar,
    nav: [
      { text: 'Notebooks', link: '/notebooks/managed-inference' },
      { text: 'Course', link: '/notebooks/course/' },
      { text: 'Magics', link: '/docs/magics' },
      { text: 'API', link: '/docs/api' },
    ],
  },
}
