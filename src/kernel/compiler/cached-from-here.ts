/**
 * What a program loads after this module comes from the cache of compiled code, where Node can do that. For a kernel's own
 * program alone: the setting is the process's.
 */
import { useCompileCache } from './code-cache'

useCompileCache()
