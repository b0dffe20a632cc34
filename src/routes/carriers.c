#include "routes/carriers.h"

#include <assert.h>
#include <stdlib.h>

#include "base/memory.h"

void carriers_init(struct carriers *carriers)
{
	*carriers = (struct carriers){ 0 };
}

void carriers_clear(struct carriers *carriers)
{
	free(carriers->all);
	free(carriers->heads);
	carriers_init(carriers);
}

uint32_t carriers_of(const struct carriers *carriers, uint32_t pair)
{
	uint32_t head = pair < carriers->head_room ? carriers->heads[pair] : 0;

	return head > 0 ? head - 1 : CARRIER_NONE;
}

static void append(struct carriers *carriers, uint32_t pair, const struct carrier *carrier)
{
	uint32_t number = (uint32_t)carriers->count++;

	carriers->all = memory_grow(carriers->all, &carriers->room, carriers->count,
				    sizeof(*carriers->all));
	carriers->heads = memory_grow(carriers->heads, &carriers->head_room, (size_t)pair + 1,
				      sizeof(*carriers->heads));
	carriers->all[number] = *carrier;
	carriers->all[number].next = carriers_of(carriers, pair);
	carriers->heads[pair] = number + 1;
}

int carriers_add(struct carriers *carriers, uint32_t pair, asn_t asn, unsigned day,
		 const struct witness *witness)
{
	unsigned count = 0;

	assert(day < 31 && asn != ASN_NONE);
	for (uint32_t i = carriers_of(carriers, pair); i != CARRIER_NONE;
	     i = carriers->all[i].next) {
		if (carriers->all[i].asn == asn) {
			carriers->all[i].days |= UINT32_C(1) << day;
			return 0;
		}
		count++;
	}
	if (carriers->count == CARRIERS_MAX || count == CARRIERS_PER_PAIR_MAX)
		return ERR_LIMIT;
	append(carriers, pair, &(struct carrier){ asn, 0, UINT32_C(1) << day, *witness });
	return 0;
}

void carriers_begin_month(struct carriers *carriers, const struct announced *announced)
{
	struct carriers old = *carriers;
	uint32_t carried = 0;

	carriers_init(carriers);
	for (uint32_t pair = 0; pair < announced->pair_count; pair++) {
		if (!announced_stands(announced, pair))
			continue;
		for (uint32_t i = carriers_of(&old, pair); i != CARRIER_NONE; i = old.all[i].next)
			append(carriers, carried,
			       &(struct carrier){ old.all[i].asn, 0, 1, old.all[i].first });
		carried++;
	}
	carriers_clear(&old);
}
