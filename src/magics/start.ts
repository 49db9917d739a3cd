/**
 * What importing the library does besides patching the kernel: cells are read with magics from then on.
 */
import { installMagics } from './install-magics'

installMagics()
