/*
 * Loads a compiled eBPF program, with every probe that the running kernel has a
 * tracepoint for, and says so: what scripts/try-kernels.sh runs in each kernel.
 */
#include <bpf/btf.h>
#include <bpf/libbpf.h>
#include <stdio.h>
#include <string.h>

/* "tp_btf/NAME" of a probe that is off unless someone turns it on. */
static void turn_on(struct bpf_program *program, const struct btf *kernel)
{
	const char *name = strchr(bpf_program__section_name(program), '/');
	char type[128];

	if (!name)
		return;
	snprintf(type, sizeof(type), "btf_trace_%s", name + 1);
	if (btf__find_by_name_kind(kernel, type, BTF_KIND_TYPEDEF) > 0)
		bpf_program__set_autoload(program, true);
}

int main(int count, char **given)
{
	struct btf *kernel = btf__load_vmlinux_btf();
	struct bpf_object *object = count == 2 ? bpf_object__open_file(given[1], NULL) : NULL;
	struct bpf_program *program;

	if (!kernel || !object) {
		fprintf(stderr, "usage: load-program OBJECT, on a kernel with BTF\n");
		return 2;
	}
	bpf_object__for_each_program(program, object) {
		if (!bpf_program__autoload(program))
			turn_on(program, kernel);
	}
	if (bpf_object__load(object))
		return 1;
	printf("loaded:");
	bpf_object__for_each_program(program, object) {
		if (bpf_program__autoload(program))
			printf(" %s", bpf_program__name(program));
	}
	printf("\n");
	return 0;
}
