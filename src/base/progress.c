#include "base/progress.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

enum {
	FIRST_AFTER_MS = 1000,
	EVERY_MS = 100,
	WHAT_WIDTH = 40,
	BAR_WIDTH = 24,
};

static uint64_t now_ms(void)
{
	struct timespec now = { 0 };

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

void progress_init(struct progress *progress, bool quiet)
{
	*progress = (struct progress){ .enabled = !quiet && isatty(STDERR_FILENO) == 1 };
	if (progress->enabled)
		progress->started_ms = now_ms();
}

static void draw(const char *label, uint64_t done, uint64_t total, const char *what)
{
	static const char bar[] = "########################";
	double mib = 1024.0 * 1024.0;

	(void)fprintf(stderr, "\r\033[K%s ", label);
	if (total > 0) {
		unsigned percent = (unsigned)(done >= total ? 100 : done * 100 / total);
		(void)fprintf(stderr, "[%-*.*s] %3u %% of %.1f MiB", BAR_WIDTH,
			      (int)(percent * BAR_WIDTH / 100), bar, percent, (double)total / mib);
	} else {
		(void)fprintf(stderr, "%.1f MiB", (double)done / mib);
	}
	(void)fprintf(stderr, "  %.*s", WHAT_WIDTH, what);
	(void)fflush(stderr);
}

void progress_show(struct progress *progress, const char *label, uint64_t done_bytes,
		   uint64_t total_bytes, const char *what)
{
	if (!progress->enabled)
		return;
	uint64_t now = now_ms();
	if (now - progress->started_ms < FIRST_AFTER_MS || now - progress->drawn_ms < EVERY_MS)
		return;
	progress->drawn_ms = now;
	progress->shown = true;
	draw(label, done_bytes, total_bytes, what);
}

void progress_end(struct progress *progress)
{
	if (progress->shown)
		(void)fputs("\r\033[K", stderr);
	progress->shown = false;
}
