/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Types of files, as in include/uapi/linux/stat.h. */
#ifndef CXRAY_KERNEL_FILE_TYPES_H
#define CXRAY_KERNEL_FILE_TYPES_H

#define S_IFMT 0170000
#define S_IFSOCK 0140000
#define S_IFLNK 0120000
#define S_IFREG 0100000
#define S_IFCHR 0020000
#define S_ISLNK(mode) (((mode)&S_IFMT) == S_IFLNK)

#endif
