/* Whatever the records say: the tables hold together, and each record is taken or refused. Months
 * follow each other as in the river. The first octet chooses the laboratory. */
#include "base/fuzz.h"

#include "base/utc.h"
#include "flow/fold.h"
#include "routes/test_announced.h"

static void follow_months(struct fold *fold, uint64_t time_us)
{
	bool known = fold->latest_us != 0;

	if (known &&
	    (time_us <= fold->latest_us || utc_month_of(time_us) == utc_month_of(fold->latest_us)))
		return;
	fold_begin_month(fold, time_us, known && time_us - fold->latest_us <= UTC_DAY);
}

static void check_bogon_paths(const struct fold *fold)
{
	uint64_t routes = 0;

	for (size_t i = 0; i < fold->bogon_paths.count; i++) {
		const struct bogon_path *path = &fold->bogon_paths.all[i];
		assert(path->announcer != ASN_NONE && path->announcer != path->bogon);
		assert(path->routes > 0 && path->days != 0 && path->days >> 31 == 0);
		assert(announced_find(&fold->announced, &path->prefix) != PAIR_NONE);
		routes += path->routes;
	}
	assert(routes == fold->bogon_paths.route_count);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct fold fold;
	struct fold_input input;
	struct framing framing;
	struct mrt_record record;

	if (size == 0)
		return 0;
	struct reader in = reader_over(bytes + 1, size - 1);
	fold_init(&fold, (bytes[0] & 1) != 0);
	fold_input_init(&input, 0, 1);
	mrt_framing_init(&framing);
	while (mrt_next(&framing, &in, true, &record) > 0) {
		follow_months(&fold, record.time_us);
		if (input.refusals.taken == 0)
			fold_introduce(&fold, &input, &record);
		fold_record(&fold, &input, &record);
		assert(input.peer_count == 0 ||
		       input.peers[input.peer_count - 1] < fold.peers.count);
	}
	test_announced(&fold.announced);
	check_bogon_paths(&fold);
	assert(input.refusals.taken <= framing.records);
	assert(input.refusals.taken + refusals_total(&input.refusals) >= framing.records);
	fold_input_clear(&input);
	fold_clear(&fold);
	return 0;
}
