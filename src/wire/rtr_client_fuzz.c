#include "base/fuzz.h"

#include "wire/rtr_client.h"

/* Control bytes in front of pieces: how much comes at once, what time passes, what is lost. */
struct script {
	struct reader in;
	struct rtr_client client;
	uint64_t now_us;
	bool has_said_error; /* on this connection */
};

/* Whatever was said is a PDU that a router may say. */
static void check_out(struct script *s)
{
	struct reader out = reader_over(s->client.out.bytes, s->client.out.used);
	struct rtr_fault fault;
	struct rtr_pdu pdu;

	while (reader_left(&out) > 0) {
		int got = rtr_pdu_next(&out, &pdu, &fault);
		assert(got == 1);
		assert(!s->has_said_error);
		assert(pdu.type == RTR_RESET_QUERY || pdu.type == RTR_SERIAL_QUERY ||
		       pdu.type == RTR_ERROR_REPORT);
		s->has_said_error = pdu.type == RTR_ERROR_REPORT;
	}
	rtr_client_sent(&s->client, s->client.out.used);
}

static void check_state(const struct script *s)
{
	const struct rtr_client *client = &s->client;

	assert(client->version <= client->version_max);
	assert(rtr_timers_are_sound(client->timers));
	/* A set, and only a set, expires; an epoch has a set. */
	assert((client->table.set != NULL) == (client->expire_us != UINT64_MAX));
	assert(!client->has_epoch || client->table.set != NULL);
	assert(client->table.receiving == (client->state == RTR_CLIENT_READS));
	assert(client->generation <= client->counts.commits * 2);
	assert(client->in.used <= RTR_PDU_MAX);
}

static void drive(struct script *s)
{
	struct rtr_client *client = &s->client;

	rtr_client_tick(client, s->now_us);
	check_out(s);
	if (client->state == RTR_CLIENT_CONNECTS) {
		s->has_said_error = false;
		rtr_client_connected(client, s->now_us);
		check_out(s);
	}
	if (client->state == RTR_CLIENT_CLOSES)
		rtr_client_lost(client, NULL, s->now_us);
	check_state(s);
}

static void step(struct script *s)
{
	uint8_t control = read_u8(&s->in);
	size_t size = read_u8(&s->in), left = reader_left(&s->in);
	struct rtr_client *client = &s->client;

	if (control == 255) {
		s->now_us += size * size * RTR_SECOND;
	} else if (control == 254) {
		if (client->state != RTR_CLIENT_WAITS)
			rtr_client_lost(client, "lost", s->now_us);
	} else {
		size = size < left ? size : left;
		const uint8_t *bytes = read_bytes(&s->in, size);
		if (client->state > RTR_CLIENT_CONNECTS && client->state < RTR_CLIENT_CLOSES)
			rtr_client_receive(client, bytes, size, s->now_us);
	}
	/* Nobody may be left behind: when it says it wants to be woken, something happens. */
	drive(s);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct script s = { .in = reader_over(bytes, size), .now_us = 1 };

	rtr_client_init(&s.client, read_u8(&s.in) % RTR_VERSIONS);
	drive(&s);
	while (reader_left(&s.in) > 0)
		step(&s);
	rtr_client_clear(&s.client);
	return 0;
}
