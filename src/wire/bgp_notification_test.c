#include "base/testkit.h"

#include "base/buffer.h"
#include "wire/bgp_notification.h"

static void put(struct buffer *got, const char *name)
{
	buffer_format(got, "%s|", name != NULL ? name : "-");
}

static void print(struct buffer *got, struct reader in)
{
	struct bgp_notification notification;
	struct text text;
	int result = bgp_notification_read(in, &notification);

	if (result < 0) {
		buffer_string(got, err_name(result));
		return;
	}
	put(got, bgp_error_name(notification.code));
	put(got, bgp_error_subcode_name(notification.code, notification.subcode));
	result = bgp_shutdown_text(&notification, &text);
	if (result < 0)
		buffer_string(got, err_name(result));
	else
		buffer_printable(got, text);
}

static void reads(void **state)
{
	static const struct {
		const char *hex, *want;
	} cases[] = {
		{ "", "truncated" },
		{ "06", "truncated" },
		{ "0602", "Cease|Administrative Shutdown|not found" },
		{ "0602 00", "Cease|Administrative Shutdown|not found" },
		{ "0602 03 62796521", "Cease|Administrative Shutdown|malformed" },
		{ "0602 04 62796521", "Cease|Administrative Shutdown|bye!" },
		{ "0604 04 62796521", "Cease|Administrative Reset|bye!" },
		{ "0602 05 62796521", "Cease|Administrative Shutdown|malformed" },
		{ "0602 04 621b6d00", "Cease|Administrative Shutdown|b\\x1bm\\x00" },
		/* Only these two subcodes have a text. */
		{ "0603 04 62796521", "Cease|Peer De-configured|not found" },
		{ "0202 04 62796521", "OPEN Message Error|Bad Peer AS|not found" },
		{ "060a", "Cease|BFD Down|not found" },
		{ "060b", "Cease|-|not found" },
		{ "020b", "OPEN Message Error|Role Mismatch|not found" },
		{ "0101", "Message Header Error|Connection Not Synchronized|not found" },
		{ "030b", "UPDATE Message Error|Malformed AS_PATH|not found" },
		{ "0400", "Hold Timer Expired|-|not found" },
		{ "0503",
		  "Finite State Machine Error|Receive Unexpected Message in Established State|not "
		  "found" },
		{ "0701", "ROUTE-REFRESH Message Error|Invalid Message Length|not found" },
		{ "0800", "Send Hold Timer Expired|-|not found" },
		{ "0900", "Loss of LSDB Synchronization|-|not found" },
		{ "0000", "-|-|not found" },
		{ "0aff", "-|-|not found" },
		{ "ffff", "-|-|not found" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct buffer got;
		buffer_init(&got);
		print(&got, test_hex(cases[i].hex));
		buffer_char(&got, '\0');
		assert_string_equal(got.bytes, cases[i].want);
		buffer_clear(&got);
	}
}

static void print_away(struct reader in)
{
	struct buffer got;

	buffer_init(&got);
	print(&got, in);
	buffer_clear(&got);
}

static void survives_damage(void **state)
{
	struct reader in = test_hex("0602 04 62796521");
	uint8_t copy[16];
	size_t size = reader_left(&in);

	(void)state;
	memcpy(copy, in.at, size);
	test_every_truncation(copy, size, print_away);
	test_every_bit_flip(copy, size, print_away);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads),
		cmocka_unit_test(survives_damage),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
