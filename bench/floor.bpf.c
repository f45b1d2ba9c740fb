// SPDX-License-Identifier: GPL-2.0 OR BSD-2-Clause
/* Two programs that do nothing: what any recorder on these tracepoints costs at least. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "Dual BSD/GPL";

SEC("tp_btf/sys_enter")
int floor_enter(void *context)
{
	return 0;
}

SEC("tp_btf/sys_exit")
int floor_exit(void *context)
{
	return 0;
}
