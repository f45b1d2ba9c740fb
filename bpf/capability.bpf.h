/* SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause */
/* Capabilities that the kernel asked for. */
#ifndef CXRAY_CAPABILITY_H
#define CXRAY_CAPABILITY_H

#endif
