/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* What was written: the kind of content of a file, when it is closed. */
#ifndef CXRAY_WRITTEN_H
#define CXRAY_WRITTEN_H

#endif
