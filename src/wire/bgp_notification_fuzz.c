/* Whatever the body of a NOTIFICATION: a text lies inside it and has a length that an octet holds.
 */
#include "base/fuzz.h"

#include "wire/bgp_notification.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct bgp_notification notification;
	struct text text;

	if (bgp_notification_read(reader_over(bytes, size), &notification) < 0) {
		assert(size < 2);
		return 0;
	}
	assert(reader_left(&notification.data) == size - 2);
	(void)bgp_error_name(notification.code);
	(void)bgp_error_subcode_name(notification.code, notification.subcode);
	if (bgp_shutdown_text(&notification, &text) == 0) {
		assert(notification.code == BGP_CEASE && text.len > 0 && text.len <= 255);
		assert(text.len == size - 3);
	}
	return 0;
}
