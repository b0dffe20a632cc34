/* The least that unpacking a .gz can cost: ISA-L in a loop over the file, nothing else. */
#include <fcntl.h>
#include <isa-l/igzip_lib.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { PIECE = 1 << 20 };

int main(int argc, char **argv)
{
	static uint8_t packed[PIECE], plain[PIECE];
	struct inflate_state *state = malloc(sizeof(*state));
	int fd = argc == 2 ? open(argv[1], O_RDONLY | O_CLOEXEC) : -1;
	unsigned long long size = 0;

	if (fd < 0 || state == NULL) {
		(void)fprintf(stderr, "usage: isal_bench FILE.gz\n");
		return 2;
	}
	isal_inflate_init(state);
	state->crc_flag = ISAL_GZIP;
	do {
		if (state->avail_in == 0) {
			ssize_t got = read(fd, packed, sizeof(packed));
			if (got <= 0)
				break;
			state->next_in = packed;
			state->avail_in = (uint32_t)got;
		}
		state->next_out = plain;
		state->avail_out = sizeof(plain);
		if (isal_inflate(state) != ISAL_DECOMP_OK)
			return 3;
		size += sizeof(plain) - state->avail_out;
	} while (state->block_state != ISAL_BLOCK_FINISH);
	printf("%llu bytes\n", size);
	free(state);
	return close(fd) < 0 ? 3 : 0;
}
