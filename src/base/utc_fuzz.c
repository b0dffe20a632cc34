#include "base/fuzz.h"

#include "base/utc.h"

/* What was read as a time prints as one that reads back as itself. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct text text = { (const char *)bytes, size };
	char printed[UTC_TEXT_MAX];
	uint64_t time_us, again;
	uint32_t month, month_again;

	if (utc_parse(text, &time_us) == 0 && utc_date_of(time_us).year <= 9999) {
		int err = utc_parse(text_of(utc_print(time_us, printed)), &again);
		assert(err == 0 && again == time_us);
	}
	if (utc_month_parse(text, &month) == 0) {
		int err = utc_month_parse(text_of(utc_month_print(month, printed)), &month_again);
		assert(err == 0 && month_again == month);
		assert(utc_month_of(utc_month_start(month)) == month);
	}
	return 0;
}
